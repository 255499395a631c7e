import type { Selectable } from 'kysely';
import type { Journal, RunRow } from '../../world.ts';
import type { Engine } from './engine.ts';
import type { RunsTable } from './schema.ts';

type Rows = Pick<Journal<never>, 'row' | 'rows'>;

/** The list of runs, newest first, without folding entries. */
export const rows = ({ db }: Engine): Rows => ({
  async row(run) {
    const row = await db.selectFrom('runs').selectAll().where('id', '=', run).executeTakeFirst();
    return row ? runRow(row) : null;
  },

  async rows({ cluster, live, limit } = {}) {
    let query = db.selectFrom('runs').selectAll().orderBy('started_at', 'desc').orderBy('id', 'desc');
    if (cluster !== undefined) query = query.where('cluster', '=', cluster);
    if (live === true) query = query.where('finished_at', 'is', null);
    if (live === false) query = query.where('finished_at', 'is not', null);
    if (limit !== undefined) query = query.limit(limit);
    return (await query.execute()).map(runRow);
  },
});

/** A run as the rest of the bot sees it: whose lease it is stays in here. */
export const runRow = (row: Selectable<RunsTable>): RunRow => ({
  run: row.id,
  cluster: row.cluster,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  seq: row.seq,
  awake: row.awake === 1,
});
