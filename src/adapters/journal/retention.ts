import type { Transaction } from 'kysely';
import type { RunLog } from '../../ports/run-log.ts';
import { hashOfUnchained } from '../../record/chain.ts';
import type { StoreEngine } from './engine.ts';
import { lastHash, textOf } from './entries.ts';
import { addToLedger, ledgerHead } from './ledger.ts';
import type { Schema } from './schema.ts';

/** Runs at a time: the bot is not kept from its work. */
const atOnce = 100;

/** Whole or not at all: the ledger says which run goes, where it ended, and what of it stood there before the chain. */
const deleteRun = async (tx: Transaction<Schema>, engine: StoreEngine, run: string, seq: number) => {
  const head = await ledgerHead(tx, engine);
  const hash = await lastHash(tx, run);
  const rows = await tx.selectFrom('entries').selectAll().where('run', '=', run).orderBy('seq').execute();
  if (rows.length === 0) return; // another bot did
  const before = rows.filter(row => row.hash === null).map(row => ({ ...row, text: textOf(row) }));
  const unchained = before.length > 0 ? { entries: before.length, hash: hashOfUnchained(before) } : null;
  await addToLedger(tx, engine, head, { kind: 'deleted', run, seq, hash, unchained });
  await tx.insertInto('deleting').values({ run }).execute();
  await tx.deleteFrom('entries').where('run', '=', run).execute();
  await tx.deleteFrom('posted').where('run', '=', run).execute();
  await tx.deleteFrom('runs').where('id', '=', run).execute();
  await tx.deleteFrom('deleting').where('run', '=', run).execute();
};

export const deleting =
  (engine: StoreEngine): RunLog<never>['deleteFinishedBefore'] =>
  async before => {
    const old = await engine.db
      .selectFrom('runs')
      .select(['id', 'seq'])
      .where('finished_at', '<', before)
      .orderBy('finished_at')
      .limit(atOnce)
      .execute();
    for (const { id, seq } of old)
      await engine.db.transaction().execute(tx => deleteRun(tx, engine, id, seq));
    return old.map(({ id }) => id);
  };
