import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Ledger, LedgerEntry, LedgerEvent } from '../../ports/ledger.ts';
import { chainHash, hashOfRuns, hashOfUnchained } from '../../record/chain.ts';
import type { StoreEngine } from './engine.ts';
import { bytes, hex } from './entries.ts';
import type { LedgerTable, Schema } from './schema.ts';

/** Of the ledger's first entry, and what stands for a run's name in its hashes. */
const beginning = '0'.repeat(64);

type Head = Pick<LedgerEntry, 'seq' | 'hash'>;

/** Its newest entry; the store is locked until the transaction ends, so that nobody else adds one. */
export const ledgerHead = async (tx: Kysely<Schema>, engine: StoreEngine): Promise<Head> => {
  await engine.lockStore(tx);
  const last = await tx
    .selectFrom('ledger')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ? { seq: last.seq, hash: hex(last.hash) } : { seq: 0, hash: beginning };
};

/** Adds one entry behind `head`. */
export const addToLedger = async (
  tx: Kysely<Schema>,
  engine: StoreEngine,
  head: Head,
  event: LedgerEvent,
): Promise<void> => {
  const { at } = await tx.selectNoFrom(engine.wallNow().as('at')).executeTakeFirstOrThrow();
  const place = { run: '', seq: head.seq + 1, at, previous: head.hash };
  const text = JSON.stringify(engine.sealing?.seal(event, place) ?? event);
  const link = { ...place, text };
  await tx
    .insertInto('ledger')
    .values({ seq: link.seq, at, event: text, previous: bytes(head.hash), hash: bytes(chainHash(link)) })
    .execute();
};

export const ledger = (engine: StoreEngine): Ledger => ({
  noteInLedger: event =>
    engine.db.transaction().execute(async tx => addToLedger(tx, engine, await ledgerHead(tx, engine), event)),
  readLedger: async ({ kind, afterSeq = 0 } = {}) => {
    let query = engine.db.selectFrom('ledger').selectAll().where('seq', '>', afterSeq).orderBy('seq');
    if (kind !== undefined) query = query.where('event', 'like', `%"kind":"${kind}"%`);
    const found = (await query.execute()).map(row => proven(engine, entryOf(row)));
    return kind === undefined ? found : found.filter(({ event }) => event.kind === kind);
  },
});

const proven = ({ sealing }: StoreEngine, entry: LedgerEntry): LedgerEntry => {
  const { seq, at, previous } = entry;
  const proof = sealing?.check(entry.event, { run: '', seq, at, previous });
  return proof ? { ...entry, proof } : entry;
};

const entryOf = (row: Selectable<LedgerTable>): LedgerEntry => ({
  seq: row.seq,
  at: row.at,
  event: JSON.parse(row.event),
  previous: hex(row.previous),
  hash: hex(row.hash),
});

/** The first entry of a store: whose journal it is, and what was in it before there was a chain. */
export const beginChain = (engine: StoreEngine): Promise<void> =>
  engine.db.transaction().execute(async tx => {
    const head = await ledgerHead(tx, engine);
    if (head.seq > 0) return;
    const found = await tx.selectFrom('entries').select('run').distinct().execute();
    const runs: { run: string; hash: string }[] = [];
    let entries = 0;
    for (const { run } of found.toSorted((a, b) => (a.run < b.run ? -1 : 1))) {
      const rows = await tx.selectFrom('entries').selectAll().where('run', '=', run).orderBy('seq').execute();
      entries += rows.length;
      runs.push({ run, hash: hashOfUnchained(rows.map(row => ({ ...row, text: row.event }))) });
    }
    await addToLedger(tx, engine, head, {
      kind: 'chain-began',
      store: randomUUID(),
      runs: runs.length,
      entries,
      hash: hashOfRuns(runs),
    });
  });
