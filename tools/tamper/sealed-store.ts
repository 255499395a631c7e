import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../bench/stores.ts';
import { bytes } from '../../src/adapters/journal/entries.ts';
import { openJournal, storeEngine } from '../../src/adapters/journal/open-journal.ts';
import { readRecord } from '../../src/adapters/journal/read-record.ts';
import { canonical, chainHash, shortHash } from '../../src/record/chain.ts';
import { type Keys, keysIn } from '../../src/record/keys.ts';
import { sealing } from '../../src/record/seal.ts';
import type { StoredEntry } from '../../src/record/verify-chain.ts';
import { verifyStore } from '../../src/record/verify-store.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import type { Chained, Forge } from './tamperings.ts';

const journals = join(import.meta.dirname, '../../test/fixtures/journals/0.1.0');
const eventsOf = (name: string): readonly RunEvent[] =>
  readFileSync(join(journals, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map(line => parseEvent(JSON.parse(line).event));

const freshKeys = (): Keys => {
  const keys = keysIn(randomBytes(32).toString('base64'));
  if (!keys) throw new Error('32 random bytes are a key');
  return keys;
};

/** Runs as the bot writes them, each answer signed: three that are over, and one that waits. */
const over = ['move-leader-over', 'replace-member-unknown', 'disk-loss-original-begun'];
const waiting = 'disk-loss-original-asking';

const triggers = [
  'entries_next',
  'entries_kept_as_written',
  'entries_never_removed',
  'entries_chained',
  'entries_never_emptied',
];

/** A store with a sealed record, which can be tampered with, verified and put back. */
export const sealedStore = async (store: Store) => {
  const seal = sealing(freshKeys(), new Set());
  const journal = await openJournal<RunEvent>({
    ...store.place,
    holder: 'tamper',
    parse: parseEvent,
    sealing: seal,
  });
  for (const name of [...over, waiting]) {
    const [first, ...rest] = eventsOf(name);
    if (!first) throw new Error(`${name} is empty`);
    await journal.open({ run: name, cluster: name }, first);
    for (const [nth, event] of rest.entries()) {
      const isLast = nth === rest.length - 1 && name !== waiting;
      await journal.write({
        run: name,
        events: [event],
        as: { expectSeq: nth + 1 },
        ...(isLast ? { then: 'finish' } : {}),
      });
    }
  }
  await journal.close();
  const on = store.name === 'sqlite' ? '' : ' on entries';
  for (const trigger of triggers) await store.sql(`drop trigger if exists ${trigger}${on}`);
  const engine = storeEngine({ ...store.place, holder: 'tamper' });
  const reading = async () => {
    const { record, close } = await readRecord(store.place, null);
    return { record, close };
  };
  const entries = async (): Promise<readonly Chained[]> => {
    const { record, close } = await reading();
    const all: StoredEntry[] = [];
    for await (const runs of record.runs) all.push(...runs.flatMap(each => each.entries));
    await close();
    return all.filter((each): each is Chained => each.hash !== null && each.previous !== null);
  };
  const original = await entries();
  const ends = Map.groupBy(original, ({ run }) => run);
  const anchors = new Map(
    [...ends].map(([run, all]) => [
      run,
      all.slice(-3).map(({ seq, hash }) => ({ seq, hash: shortHash(hash) })),
    ]),
  );
  const put = (rows: readonly StoredEntry[]): Promise<void> =>
    engine.db.transaction().execute(async tx => {
      await tx.deleteFrom('entries').execute();
      const values = rows.map(({ run, seq, at, text, previous, hash }) => ({
        ...{ run, seq, at, event: text, packed: null },
        previous: previous === null ? null : bytes(previous),
        hash: hash === null ? null : bytes(hash),
      }));
      for (let from = 0; from < values.length; from += 50)
        await tx
          .insertInto('entries')
          .values(values.slice(from, from + 50))
          .execute();
    });
  const forger = sealing(freshKeys(), new Set());
  const forge: Forge = ({ text, ...place }) => {
    const { run, seq, at, previous } = place;
    const forged = { ...place, text: canonical(forger.seal(JSON.parse(text), { run, seq, at, previous })) };
    return { ...forged, hash: chainHash(forged) };
  };
  return {
    original,
    live: waiting,
    forge,
    put,
    verify: async (withChannel: boolean) => {
      const { record, close } = await reading();
      const outside = { anchors: withChannel ? anchors : new Map(), only: null, sealing: seal };
      return verifyStore(record, outside).finally(close);
    },
    /** Also cut out of the table of runs, so that nothing there tells of what is missing. */
    rowsFollow: async (rows: readonly StoredEntry[]) => {
      const seqs = Map.groupBy(rows, ({ run }) => run);
      for (const run of [...over, waiting])
        await engine.db
          .updateTable('runs')
          .set({ seq: seqs.get(run)?.length ?? 0 })
          .where('id', '=', run)
          .execute();
    },
    close: () => engine.close(),
  };
};
