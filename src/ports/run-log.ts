import type { Lease } from './leases.ts';
import type { RunRow } from './run-row.ts';
import type { Doubt } from './sealing.ts';

/** One line of the record. Never changed, never removed; a run's lines are numbered from 1 without a gap. */
export type Entry<Event> = {
  readonly run: string;
  readonly seq: number;
  /** Milliseconds by the journal's clock (Postgres's own where replicas share one). */
  readonly at: number;
  readonly event: Event;
  /** Over it and all before it; none in an entry from before there was a chain. */
  readonly hash?: string;
  /** Why it counts for nothing, where it is an answer that does not. */
  readonly proof?: Doubt;
};

export type Write<Event> = {
  readonly run: string;
  readonly events: readonly Event[];
  /** The driver's writes carry its lease, which they renew; people's and timers' carry the seq that they decided on. */
  readonly as: { readonly lease: Lease } | { readonly expectSeq: number };
  /** With a lease: the last seq that the driver has read or written; 'moved' when somebody wrote after it. A 'park'
   *  without it stays awake when anybody wrote since the claim, so that no click is lost either way. */
  readonly seenSeq?: number;
  /** 'wake': a driver must look (a click). 'park': release the lease, a person is waited for. 'finish': the run ends. */
  readonly then?: 'wake' | 'park' | 'finish';
};
export type Written<Event> =
  | { readonly ok: true; readonly entries: readonly Entry<Event>[] }
  /** 'moved': somebody wrote first, read again and decide anew. 'fenced': another process drives it now. */
  | { readonly ok: false; readonly why: 'moved' | 'fenced' | 'finished' | 'no such run' };

/** The record of every run: entries are added, and nothing else but whole old runs is ever deleted. */
export type RunLog<Event> = {
  /** 'live': this cluster already has a run that has not finished. */
  open(
    run: { run: string; cluster: string },
    first: Event,
  ): Promise<{ ok: true; entry: Entry<Event> } | { ok: false; live: RunRow }>;
  /** One transaction: append, move the row, renew or release the lease, fence by epoch. */
  write(write: Write<Event>): Promise<Written<Event>>;
  read(run: string, afterSeq?: number): Promise<readonly Entry<Event>[]>;
  /** Deletes runs, some at a time, that finished before this moment (ms by the journal's clock), and says which. The ledger keeps
   *  the last hash of each. */
  deleteFinishedBefore(before: number): Promise<readonly string[]>;
  row(run: string): Promise<RunRow | null>;
  /** Newest first. */
  rows(filter?: { cluster?: string; live?: boolean; limit?: number }): Promise<readonly RunRow[]>;
  /** Called soon after any write, also another replica's (best effort: poll `claimable` as well). Returns unsubscribe. */
  onWritten(listener: (run: string) => void): () => void;
};
