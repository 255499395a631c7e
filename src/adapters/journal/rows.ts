import type { Selectable } from 'kysely';
import type { Journal } from '../../ports/journal.ts';
import type { RunRow } from '../../ports/run-row.ts';
import type { StoreEngine } from './engine.ts';
import type { RunsTable } from './schema.ts';

type Rows = Pick<Journal<never>, 'row' | 'rows'>;
type Filter = Parameters<Rows['rows']>[0];

/** The list of runs, newest first, without folding entries. */
export const rows = (engine: StoreEngine): Rows => ({
  async row(run) {
    const row = await engine.db.selectFrom('runs').selectAll().where('id', '=', run).executeTakeFirst();
    return row ? runRow(row) : null;
  },
  rows: async filter => (await runsNewestFirst(engine, filter).execute()).map(runRow),
});

/** Each combination is answered from an index: a test looks at the plan. */
export const runsNewestFirst = ({ db }: StoreEngine, { cluster, live, limit }: Filter = {}) => {
  let query = db.selectFrom('runs').selectAll().orderBy('started_at', 'desc').orderBy('id', 'desc');
  if (cluster !== undefined) query = query.where('cluster', '=', cluster);
  if (live === true) query = query.where('finished_at', 'is', null);
  if (live === false) query = query.where('finished_at', 'is not', null);
  return limit === undefined ? query : query.limit(limit);
};

/** A run as the rest of the bot sees it: whose lease it is stays in here. */
export const runRow = (row: Selectable<RunsTable>): RunRow => ({
  run: row.id,
  cluster: row.cluster,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  seq: row.seq,
  awake: row.awake === 1,
});
