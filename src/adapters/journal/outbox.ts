import { sql, type Transaction } from 'kysely';
import type { Journal } from '../../ports/journal.ts';
import type { OutboxTurn } from '../../ports/outbox.ts';
import type { StoreEngine } from './engine.ts';
import type { Processes } from './holder.ts';
import type { Schema } from './schema.ts';

type Outbox = Pick<
  Journal<never>,
  'posted' | 'savePosted' | 'tend' | 'keepTending' | 'shown' | 'stopTending' | 'unshown'
>;
type Holding = { readonly holder: string; readonly processes: Processes };

/** Longer than one call to Slack may take (ten seconds): whoever lost the run can have nothing on its way. */
const tendMs = 15_000;
const worthShowingMs = 7 * 24 * 3_600_000;

/** Where a run's messages stand, up to which entry they show it, and the one process that brings them there. */
export const outbox = (engine: StoreEngine, { holder, processes }: Holding): Outbox => {
  const { db } = engine;
  const ours = `${holder} ${processes.own ?? ''}`;
  const isGone = (theirs: string) => processes.isGone(theirs.slice(theirs.lastIndexOf(' ') + 1));
  const isFree = (row: { tended: number; tend_holder: string | null }) =>
    row.tended === 0 || (row.tend_holder !== null && isGone(row.tend_holder));
  const until = () => ({
    tend_boot: engine.boot(),
    tend_until: sql<number>`${engine.leaseNow()} + cast(${tendMs} as bigint)`,
  });
  const mine = ({ run, epoch }: OutboxTurn) =>
    db.updateTable('runs').where('id', '=', run).where('tend_epoch', '=', epoch);

  return {
    posted: run => db.selectFrom('posted').selectAll().where('run', '=', run).orderBy('key').execute(),

    savePosted: ({ run, key, channel, ts, digest }, { epoch }) =>
      db.transaction().execute(async tx => {
        const kept = await tx
          .updateTable('runs')
          .set(until())
          .where('id', '=', run)
          .where('tend_epoch', '=', epoch)
          .returning('id')
          .executeTakeFirst();
        if (!kept) return doubt(tx, run, key);
        await tx
          .insertInto('posted')
          .values({ run, key, channel, ts, digest })
          .onConflict(conflict => conflict.columns(['run', 'key']).doUpdateSet({ channel, ts, digest }))
          .execute();
        return true;
      }),

    // Of two that ask at once one wins: the update looks again that nobody took it in between.
    async tend(run) {
      const row = await db
        .selectFrom('runs')
        .select(['tend_epoch', 'tend_holder', isTended(engine).as('tended')])
        .where('id', '=', run)
        .executeTakeFirst();
      if (!row) return null;
      if (!isFree(row)) return 'by-another';
      const epoch = row.tend_epoch + 1;
      const taken = await mine({ run, epoch: row.tend_epoch, unsure: false })
        .set({ tend_epoch: epoch, tend_holder: ours, ...until() })
        .returning('id')
        .executeTakeFirst();
      return taken ? { run, epoch, unsure: row.tend_holder !== null } : 'by-another';
    },

    async keepTending(turn) {
      return (await mine(turn).set(until()).returning('id').executeTakeFirst()) !== undefined;
    },

    async shown(turn, seq) {
      await mine(turn)
        .set({ shown_seq: seq, tend_holder: null, tend_boot: null, tend_until: null })
        .execute();
    },

    async stopTending(turn) {
      await mine(turn).set({ tend_boot: null, tend_until: null }).execute();
    },

    async unshown() {
      return (await unshownRuns(engine).execute()).filter(isFree).map(row => row.id);
    },
  };
};

/** What was sent by a process that had lost the run may have overtaken a newer edit: whoever tends it begins anew. */
const doubt = async (tx: Transaction<Schema>, run: string, key: string): Promise<false> => {
  await tx.updateTable('posted').set({ digest: '' }).where('run', '=', run).where('key', '=', key).execute();
  await tx
    .updateTable('runs')
    .set({ shown_seq: 0, tend_epoch: sql<number>`tend_epoch + 1`, tend_holder: 'fenced', tend_until: null })
    .where('id', '=', run)
    .execute();
  return false;
};

/** Answered from the index of what is not shown, however many runs there were. Exported for its tests. */
export const unshownRuns = (engine: StoreEngine) =>
  engine.db
    .selectFrom('runs')
    .select(['id', 'tend_holder', isTended(engine).as('tended')])
    .whereRef('shown_seq', '<', 'seq')
    .where(eb =>
      eb.or([
        eb('finished_at', 'is', null),
        eb('finished_at', '>', sql<number>`${engine.wallNow()} - cast(${worthShowingMs} as bigint)`),
      ]),
    );

const isTended = (engine: StoreEngine) =>
  sql<number>`case when tend_boot = ${engine.boot()} and tend_until > ${engine.leaseNow()} then 1 else 0 end`;
