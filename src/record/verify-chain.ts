import type { Breach } from './breach.ts';
import { chainHash } from './chain.ts';

/** An entry as it is stored, its text unpacked. Hashes as hex, null from before the chain. */
export type StoredEntry = {
  readonly run: string;
  readonly seq: number;
  readonly at: number;
  readonly text: string;
  readonly previous: string | null;
  readonly hash: string | null;
};
type Chained = StoredEntry & { readonly previous: string; readonly hash: string };

/** A hash that a run is known to have had at an entry: in the ledger, in the channel, in the head file. */
export type Anchor = { readonly seq: number; readonly hash: string };

/** Further than any entry was moved whose old place is searched for. */
const far = 400;

const isHash = (row: Chained, change: { run?: string; seq?: number }): boolean =>
  chainHash({ ...row, ...change }) === row.hash;

/** Where an entry that does not hold at its place was written; null: nowhere, its text was changed. */
const placeOf = (row: Chained, others: readonly string[]): { run: string; seq: number } | null => {
  for (let by = 1; by <= far; by++)
    for (const seq of [row.seq + by, row.seq - by]) if (isHash(row, { seq })) return { run: row.run, seq };
  const elsewhere = others.filter(run => run !== row.run);
  for (const run of elsewhere) if (isHash(row, { run })) return { run, seq: row.seq };
  for (const run of elsewhere)
    for (let seq = 1; seq <= far; seq++) if (isHash(row, { run, seq })) return { run, seq };
  return null;
};

type Wrong = Pick<Breach, 'seq' | 'how'>;
type Known = {
  /** What the first entry follows; null: not known. */
  readonly start: string | null;
  /** The other runs, whose entries may have been put here. */
  readonly others: readonly string[];
  readonly anchors: readonly Anchor[];
};

/** What an entry that holds at another place of its run tells of those around it. */
const moved = (rows: readonly Chained[], nth: number, start: string | null): Wrong | null => {
  const [row, before] = [rows[nth], rows[nth - 1]];
  if (!row || before?.hash === row.previous) return null; // shifted with its neighbour, which is told already
  const isFollowed = rows.some(({ previous }) => previous === before?.hash);
  const skips = (rows[nth - 2]?.hash ?? start) === row.previous;
  if (before && skips && !isFollowed) return { seq: before.seq, how: 'inserted' };
  const isHere = row.previous === start || rows.some(({ hash }) => hash === row.previous);
  return { seq: row.seq, how: isHere ? 'reordered' : 'deleted' };
};

/** The text, the number or the run is not the one that was hashed. */
const unlike = (
  rows: readonly Chained[],
  nth: number,
  row: Chained,
  { start, others }: Known,
): Wrong | null => {
  if (rows.some((each, at) => at !== nth && each.hash === row.hash)) return { seq: row.seq, how: 'inserted' };
  const place = placeOf(row, others);
  if (place === null) return { seq: row.seq, how: 'edited' };
  return place.run === row.run ? moved(rows, nth, start) : { seq: row.seq, how: 'swapped' };
};

/** What is wrong at one entry; null: nothing, or it is told at another one. */
const wrongAt = (rows: readonly Chained[], nth: number, known: Known): Wrong | null => {
  const [row, before] = [rows[nth], rows[nth - 1]];
  if (!row) return null;
  if (!isHash(row, {})) return unlike(rows, nth, row, known);
  if (row.previous === (before?.hash ?? known.start ?? row.previous)) return null;
  if (!before) return { seq: row.seq, how: 'rewritten' };
  // It holds, and does not follow what stands before it: that one is gone, another one's, or hashed anew.
  const isTold = row.seq !== before.seq + 1 || !isHash(before, {});
  return isTold ? null : { seq: before.seq, how: 'edited' };
};

/** Numbers that are missing between two entries, or before the first. */
const gaps = (rows: readonly StoredEntry[]): readonly Wrong[] =>
  rows.flatMap(({ seq }, nth) => {
    const should = (rows[nth - 1]?.seq ?? 0) + 1;
    return seq > should ? [{ seq: should, how: 'deleted' as const }] : [];
  });

/** What was done to the entries of one chain, in their order. */
export const verifyChain = (rows: readonly StoredEntry[], known: Known): readonly Wrong[] => {
  const chained = rows.filter((row): row is Chained => row.hash !== null && row.previous !== null);
  const first = rows.findIndex(({ hash }) => hash !== null);
  const unchained = first < 0 ? [] : rows.slice(first).filter(({ hash }) => hash === null);
  const last = rows.at(-1)?.seq ?? 0;
  const inside: readonly Wrong[] = [
    ...gaps(rows),
    ...unchained.map(({ seq }) => ({ seq, how: 'inserted' as const })),
    ...chained.map((_, nth) => wrongAt(chained, nth, known)).filter(each => each !== null),
  ];
  const isCut = known.anchors.some(({ seq }) => seq > last);
  const found = isCut ? [...inside, { seq: last + 1, how: 'cut' as const }] : inside;
  if (found.length > 0) return found;
  const hashes = new Map(chained.map(({ seq, hash }) => [seq, hash]));
  const [other] = known.anchors
    .filter(({ seq, hash }) => !(hashes.get(seq) ?? hash).startsWith(hash))
    .toSorted((a, b) => a.seq - b.seq);
  return other ? [{ seq: other.seq, how: 'rewritten' }] : [];
};
