import type { Transaction } from 'kysely';
import type { Journal } from '../../ports/journal.ts';
import type { Entry } from '../../ports/run-log.ts';
import type { Sealing } from '../../ports/sealing.ts';
import type { StoreEngine } from './engine.ts';
import { append } from './entries.ts';
import { addToLedger, ledgerHead } from './ledger.ts';
import { runRow } from './rows.ts';
import type { Schema } from './schema.ts';

/** Starts a run awake, with its first entry; the unique index lets one run live a cluster, whoever asks at once. */
export const openingRun =
  <Event>(engine: StoreEngine, sealing: Sealing | undefined): Journal<Event>['open'] =>
  (run, first) =>
    engine.db.transaction().execute(async tx => {
      // Twice: the run that was in the way may finish between the insert and the look.
      for (let attempt = 0; attempt < 2; attempt++) {
        const startedAt = await insertRun(tx, engine, run);
        if (startedAt !== null) {
          return {
            ok: true,
            entry: await begun(tx, engine, sealing, { run: run.run, at: startedAt, first }),
          };
        }
        const live = await liveRunOf(tx, run.cluster);
        if (live) return { ok: false, live };
      }
      throw new Error(
        `Run ${run.run} of ${run.cluster} could not be opened: other runs of it came and went.`,
      );
    });

type Beginning<Event> = { readonly run: string; readonly at: number; readonly first: Event };

/** Its first entry follows the ledger, and the ledger names it: a run can't be taken away or put in unseen. */
const begun = async <Event>(
  tx: Transaction<Schema>,
  engine: StoreEngine,
  sealing: Sealing | undefined,
  { run, at, first }: Beginning<Event>,
): Promise<Entry<Event>> => {
  const head = await ledgerHead(tx, engine);
  const [entry] = await append(tx, sealing, { run, first: 1, at, previous: head.hash }, [first]);
  if (!entry) throw new TypeError('a run begins with an entry');
  await addToLedger(tx, engine, head, { kind: 'opened', run, hash: entry.hash });
  return entry;
};

/** When it started, by the journal's clock, or null where the cluster already has a live run. */
const insertRun = async (
  tx: Transaction<Schema>,
  engine: StoreEngine,
  { run, cluster }: { run: string; cluster: string },
) => {
  const inserted = await tx
    .insertInto('runs')
    .values({
      id: run,
      cluster,
      started_at: engine.wallNow(),
      driven_at: engine.wallNow(),
      seq: 1,
      awake: 1,
      unseen: 0,
      epoch: 0,
    })
    .onConflict(conflict => conflict.column('cluster').where('finished_at', 'is', null).doNothing())
    .returning('started_at')
    .executeTakeFirst();
  return inserted?.started_at ?? null;
};

const liveRunOf = async (tx: Transaction<Schema>, cluster: string) => {
  const row = await tx
    .selectFrom('runs')
    .selectAll()
    .where('cluster', '=', cluster)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  return row ? runRow(row) : null;
};
