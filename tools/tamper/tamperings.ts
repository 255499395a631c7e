import type { Tampering } from '../../src/record/breach.ts';
import { canonical, chainHash } from '../../src/record/chain.ts';
import type { StoredEntry } from '../../src/record/verify-chain.ts';
import type { Chance } from './chance.ts';

export type Chained = StoredEntry & { readonly previous: string; readonly hash: string };
/** The record as somebody with every right on the database finds it. */
export type Found = { readonly entries: readonly Chained[]; readonly live: string };
export type Done = {
  readonly entries: readonly StoredEntry[];
  /** Any of these is right where more than one word fits. */
  readonly hows: readonly Tampering[];
  readonly run: string;
  /** The channel's messages are left out of it: the rest has to tell. */
  readonly withoutChannel?: boolean;
};
type Kind = (found: Found, chance: Chance) => Done;

const ofRun = ({ entries }: Found, run: string): Chained[] => entries.filter(each => each.run === run);
const runsOf = ({ entries }: Found): readonly string[] => [...new Set(entries.map(({ run }) => run))];
const instead = ({ entries }: Found, run: string, now: readonly StoredEntry[]): StoredEntry[] => [
  ...entries.filter(each => each.run !== run),
  ...now,
];
const rehashed = (entry: Chained): Chained => ({ ...entry, hash: chainHash(entry) });
const renumbered = <T extends StoredEntry>(rows: readonly T[]): T[] =>
  rows.map((row, nth) => ({ ...row, seq: nth + 1 }));

/** As somebody who knows how the chain is made: every entry from `from` on is numbered and hashed anew. */
export const chainedAnew = (rows: readonly Chained[], from: number): Chained[] => {
  const out: Chained[] = [];
  for (const [nth, row] of renumbered(rows).entries())
    out.push(nth < from ? row : rehashed({ ...row, previous: out[nth - 1]?.hash ?? row.previous }));
  return out;
};

const otherText = (text: string, chance: Chance): string => {
  const event = JSON.parse(text);
  const fields = Object.keys(event).filter(field => field !== 'kind');
  return canonical({ ...event, [chance.of(fields)]: `changed ${chance.below(1e6)}` });
};

const edited: Kind = (found, chance) => {
  const run = chance.of(runsOf(found));
  const rows = ofRun(found, run);
  const nth = chance.below(rows.length);
  const changed = rows.map((row, at) =>
    at !== nth
      ? row
      : chance.below(4) === 0
        ? { ...row, at: row.at + 1 }
        : { ...row, text: otherText(row.text, chance) },
  );
  const how = chance.below(3);
  const now =
    how === 0
      ? changed
      : how === 1
        ? changed.map((row, at) => (at === nth ? rehashed(row) : row))
        : chainedAnew(changed, nth);
  return { entries: instead(found, run, now), run, hows: ['edited', 'rewritten'] };
};

const inserted: Kind = (found, chance) => {
  const run = chance.of(runsOf(found));
  const rows = ofRun(found, run);
  const nth = 1 + chance.below(rows.length - 1);
  const [before, like] = [rows[nth - 1], chance.of(rows)];
  const fresh = { ...like, text: otherText(like.text, chance), previous: before?.hash ?? '', seq: nth + 1 };
  const added: StoredEntry =
    [like, rehashed(fresh), { ...fresh, previous: null, hash: null }][chance.below(3)] ?? like;
  const now = renumbered([...rows.slice(0, nth), added, ...rows.slice(nth)]);
  const own =
    added.hash === null || added === like
      ? now
      : now.map((row, at) => (at === nth ? { ...fresh, hash: chainHash(fresh) } : row));
  return { entries: instead(found, run, own), run, hows: ['inserted'] };
};

const deleted: Kind = (found, chance) => {
  const run = chance.of(runsOf(found));
  const rows = ofRun(found, run);
  const nth = chance.below(rows.length - 2);
  const rest = rows.toSpliced(nth, 1 + chance.below(rows.length - 2 - nth));
  return { entries: instead(found, run, chance.below(2) ? rest : renumbered(rest)), run, hows: ['deleted'] };
};

const reordered: Kind = (found, chance) => {
  const run = chance.of(runsOf(found));
  const rows = ofRun(found, run);
  const [a, b] = [chance.below(rows.length - 1), rows.length - 1 - chance.below(2)];
  const [to, from] = a < b ? [a, b] : [b - 1, b];
  const moved = rows.toSpliced(from, 1).toSpliced(to, 0, rows[from] as Chained); // there, by how `from` was chosen
  return { entries: instead(found, run, renumbered(moved)), run, hows: ['reordered', 'inserted'] };
};

const cut: Kind = (found, chance) => {
  const run = chance.of(runsOf(found));
  const rows = ofRun(found, run);
  return {
    entries: instead(found, run, rows.slice(0, 1 + chance.below(rows.length - 1))),
    run,
    hows: ['cut'],
  };
};

const removed: Kind = (found, chance) => {
  const run = chance.of(runsOf(found));
  return { entries: instead(found, run, []), run, hows: ['run-removed'] };
};

const swapped: Kind = (found, chance) => {
  const [run = '', other = ''] = chance.mixed(runsOf(found));
  const [mine, theirs] = [chance.of(ofRun(found, run)), chance.of(ofRun(found, other))];
  const entries = found.entries.map(each => {
    if (each === mine) return { ...theirs, run, seq: mine.seq };
    return each === theirs ? { ...mine, run: other, seq: theirs.seq } : each;
  });
  return { entries, run, hows: ['swapped'] };
};

/** Its own kind and hash, and a signature that was given for something else; all after it is chained anew. */
const otherAsk: Kind = (found, chance) => {
  const run = found.live;
  const rows = ofRun(found, run);
  const answers = (of: readonly Chained[]) => of.filter(({ text }) => JSON.parse(text).kind === 'answered');
  const mine = chance.of(answers(rows));
  const theirs = chance.of(answers(found.entries).filter(each => each !== mine));
  const text = chance.below(2)
    ? theirs.text
    : canonical({ ...JSON.parse(mine.text), seal: JSON.parse(theirs.text).seal });
  const now = chainedAnew(
    rows.map(row => (row === mine ? { ...row, text } : row)),
    rows.indexOf(mine),
  );
  return { entries: instead(found, run, now), run, hows: ['forged'], withoutChannel: true };
};

export type Forge = (entry: Omit<Chained, 'hash'>) => Chained;
/** An answer that is chained and signed in every way but by a key of this store. */
const otherKey =
  (forge: Forge): Kind =>
  (found, chance) => {
    const run = found.live;
    const rows = ofRun(found, run);
    const like = chance.of(rows.filter(({ text }) => JSON.parse(text).kind === 'answered'));
    const { seal: _, ...event } = JSON.parse(like.text);
    const last = rows.at(-1);
    const text = canonical({ ...event, by: { ...event.by, id: `U${chance.below(1e6)}` } });
    const added = forge({
      run,
      seq: rows.length + 1,
      at: (last?.at ?? 0) + 1,
      previous: last?.hash ?? '',
      text,
    });
    return { entries: [...found.entries, added], run, hows: ['forged'], withoutChannel: true };
  };

export const kinds = (forge: Forge): Readonly<Record<string, Kind>> => ({
  edited,
  inserted,
  deleted,
  reordered,
  cut,
  'run removed': removed,
  'swapped between runs': swapped,
  'signature of another ask': otherAsk,
  'key of another bot': otherKey(forge),
});
