import { sql } from 'kysely';
import type { Journal } from '../../ports/journal.ts';
import type { StoreEngine } from './engine.ts';
import type { Processes } from './holder.ts';
import { runRow } from './rows.ts';

type Leases = Pick<Journal<never>, 'claim' | 'renew' | 'release' | 'claimable'>;
type Holding = {
  /** For a person who looks into the table. */
  readonly holder: string;
  readonly leaseMs: number;
  readonly processes: Processes;
};

export const leases = (engine: StoreEngine, { holder, leaseMs, processes }: Holding): Leases => {
  const { db } = engine;
  const ours = `${holder} ${processes.own ?? ''}`;
  // The process is the last word; a dead one's lease needs no waiting out.
  const isGone = (theirs: string) => processes.isGone(theirs.slice(theirs.lastIndexOf(' ') + 1));
  const isFree = (row: { held: number; lease_holder: string | null }) =>
    row.held === 0 || (row.lease_holder !== null && isGone(row.lease_holder));

  return {
    async claimable() {
      return (await awakeRuns(engine).orderBy('started_at').execute()).filter(isFree).map(runRow);
    },

    // Of two claims one wins: the update looks again whether the lease has ended, or is still that of the dead process.
    async claim(run) {
      const row = await awakeRuns(engine).where('id', '=', run).executeTakeFirst();
      if (!row || !isFree(row)) return null;
      const claimed = await db
        .updateTable('runs')
        .set({ epoch: sql<number>`epoch + 1`, unseen: 0, lease_holder: ours, ...leaseFor(engine, leaseMs) })
        .where('id', '=', run)
        .where('finished_at', 'is', null)
        .where('awake', '=', 1)
        .where(eb =>
          eb.or([eb(isHeld(engine), '=', 0), eb('lease_holder', '=', row.held ? row.lease_holder : null)]),
        )
        .returning(['epoch', engine.wallNow().as('at')])
        .executeTakeFirst();
      return claimed ? { run, ...claimed, nobodySince: row.driven_at } : null;
    },

    async renew({ run, epoch }) {
      const renewed = await db
        .updateTable('runs')
        .set(leaseFor(engine, leaseMs))
        .where('id', '=', run)
        .where('epoch', '=', epoch)
        .where('lease_until', 'is not', null)
        .returning('id')
        .executeTakeFirst();
      return renewed !== undefined;
    },

    async release({ run, epoch }) {
      await db.updateTable('runs').set(noLease).where('id', '=', run).where('epoch', '=', epoch).execute();
    },
  };
};

/** Live, not parked, with whether a lease on them is valid now. Exported for its tests. */
export const awakeRuns = (engine: StoreEngine) =>
  engine.db
    .selectFrom('runs')
    .selectAll()
    .select(isHeld(engine).as('held'))
    .where('finished_at', 'is', null)
    .where('awake', '=', 1);

/** Told by the clock of the statement that writes it. */
export const leaseFor = (engine: StoreEngine, leaseMs: number) => ({
  lease_boot: engine.boot(),
  lease_until: sql<number>`${engine.leaseNow()} + cast(${leaseMs} as bigint)`,
  driven_at: engine.wallNow(),
});

export const noLease = { lease_holder: null, lease_boot: null, lease_until: null };

/** 1 while a lease is valid. One of another boot has ended: whoever held it died with that boot. */
const isHeld = (engine: StoreEngine) =>
  sql<number>`case when lease_boot = ${engine.boot()} and lease_until > ${engine.leaseNow()} then 1 else 0 end`;
