import type { Transaction } from 'kysely';
import type { Journal } from '../../ports/journal.ts';
import type { Entry } from '../../ports/run-log.ts';
import type { StoreEngine } from './engine.ts';
import { runRow } from './rows.ts';
import type { Schema } from './schema.ts';
import { append } from './write.ts';

/** Starts a run awake, with its first entry; the unique index lets one run live a cluster, whoever asks at once. */
export const openingRun =
  <Event>(engine: StoreEngine): Journal<Event>['open'] =>
  (run, first) =>
    engine.db.transaction().execute(async tx => {
      // Twice: the run that was in the way may finish between the insert and the look.
      for (let attempt = 0; attempt < 2; attempt++) {
        const startedAt = await insertRun(tx, engine, run);
        if (startedAt !== null) {
          const entry: Entry<Event> = { run: run.run, seq: 1, at: startedAt, event: first };
          await append(tx, [entry]);
          return { ok: true, entry };
        }
        const live = await liveRunOf(tx, run.cluster);
        if (live) return { ok: false, live };
      }
      throw new Error(
        `Run ${run.run} of ${run.cluster} could not be opened: other runs of it came and went.`,
      );
    });

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
