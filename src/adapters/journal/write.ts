import { sql, type Transaction } from 'kysely';
import type { Write, Written } from '../../ports/run-log.ts';
import type { Sealing } from '../../ports/sealing.ts';
import type { StoreEngine } from './engine.ts';
import { append, lastHash } from './entries.ts';
import { leaseFor, noLease } from './leases.ts';
import { addToLedger, ledgerHead } from './ledger.ts';
import type { Schema } from './schema.ts';

type Tx = Transaction<Schema>;

/** The one way into the record: moves the run's row, which fences and numbers, and appends, in one transaction. */
export const writing =
  <Event>(engine: StoreEngine, leaseMs: number, sealing: Sealing | undefined) =>
  (write: Write<Event>): Promise<Written<Event>> => {
    if (write.then === 'park' && !('lease' in write.as)) throw new TypeError('Only the driver parks a run.');
    return engine.db.transaction().execute(async tx => {
      const moved = await moveRun(tx, engine, write, leaseMs);
      if (!moved) return { ok: false, why: await whyNot(tx, write) };
      const { run, events, then } = write;
      if (events.length === 0 && then !== 'finish') return { ok: true, entries: [] };
      const previous = await lastHash(tx, run);
      const first = moved.seq - events.length + 1;
      const entries = await append(tx, sealing, { run, first, at: moved.at, previous }, events);
      if (then === 'finish') {
        const closed = { kind: 'closed', run, seq: moved.seq, hash: entries.at(-1)?.hash ?? previous };
        await addToLedger(tx, engine, await ledgerHead(tx, engine), closed);
      }
      return { ok: true, entries };
    });
  };

/** Null when the row was not as the writer believed. Postgres locks the row here, so the next writer sees this one. */
const moveRun = (tx: Tx, engine: StoreEngine, write: Write<unknown>, leaseMs: number) => {
  const { run, as, seenSeq } = write;
  const expected = 'lease' in as ? seenSeq : as.expectSeq;
  let query = tx
    .updateTable('runs')
    .set(changeOf(engine, write, leaseMs))
    .where('id', '=', run)
    .where('finished_at', 'is', null);
  if ('lease' in as) query = query.where('epoch', '=', as.lease.epoch).where('lease_until', 'is not', null);
  if (expected !== undefined) query = query.where('seq', '=', expected);
  return query.returning(['seq', engine.wallNow().as('at')]).executeTakeFirst();
};

/** A lease that ran out but that nobody took (same epoch) is still the driver's: every write of its renews it. */
const changeOf = (engine: StoreEngine, { events, as, seenSeq, then }: Write<unknown>, leaseMs: number) => {
  const seq = sql<number>`seq + cast(${events.length} as bigint)`;
  if (then === 'finish') return { seq, finished_at: engine.wallNow(), awake: 0, ...noLease };
  // Who did not say what it has seen stays awake if anybody wrote since the claim: a click must not be slept through.
  if (then === 'park') return { seq, awake: seenSeq === undefined ? sql<number>`unseen` : 0, ...noLease };
  // From here on somebody should drive it.
  const drivenAt = sql<number>`case when awake = 0 then ${engine.wallNow()} else driven_at end`;
  const woken = then === 'wake' ? { awake: 1, ...('lease' in as ? {} : { driven_at: drivenAt }) } : {};
  return 'lease' in as ? { seq, ...woken, ...leaseFor(engine, leaseMs) } : { seq, ...woken, unseen: 1 };
};

const whyNot = async (tx: Tx, { run, as }: Write<unknown>) => {
  const row = await tx.selectFrom('runs').selectAll().where('id', '=', run).executeTakeFirst();
  if (!row) return 'no such run';
  if (row.finished_at !== null) return 'finished';
  const fenced = 'lease' in as && (row.epoch !== as.lease.epoch || row.lease_until === null);
  return fenced ? 'fenced' : 'moved';
};
