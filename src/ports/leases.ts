import type { RunRow } from './run-row.ts';

/** The right to drive one run. Claiming raises the epoch, so an older holder's writes are refused. */
export type Lease = { readonly run: string; readonly epoch: number };

/** A claim, with since when nobody had driven the run though somebody should have; null where that is not known. */
export type Claimed = Lease & { readonly at: number; readonly nobodySince: number | null };

/** Who drives which run. */
export type Leases = {
  /** null: someone else's lease is still valid, the run is parked or it has finished. */
  claim(run: string): Promise<Claimed | null>;
  renew(lease: Lease): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Live runs that are awake and that nobody holds a valid lease on. */
  claimable(): Promise<readonly RunRow[]>;
};
