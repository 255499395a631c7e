import type { Doubt } from './sealing.ts';

/** Something of the store itself or of no run: a run was opened or closed, a click was refused, a bot started. */
export type LedgerEvent = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** Never changed, never removed; numbered from 1 without a gap, each with the hash of the one before it. */
export type LedgerEntry = {
  readonly seq: number;
  /** Milliseconds by the journal's clock. */
  readonly at: number;
  readonly event: LedgerEvent;
  readonly previous: string;
  readonly hash: string;
  /** Why it counts for nothing, where it has to be signed; absent: it holds, or needs no signature. */
  readonly proof?: Doubt;
};

/** The store's own record, beside those of its runs. */
export type Ledger = {
  noteInLedger(event: LedgerEvent): Promise<void>;
  /** Oldest first. */
  readLedger(filter?: {
    readonly kind?: string;
    readonly afterSeq?: number;
  }): Promise<readonly LedgerEntry[]>;
};
