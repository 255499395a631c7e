import type { Generated } from 'kysely';

/** The tables of the journal, the same on SQLite and Postgres. Times are milliseconds; `awake` and `unseen` are 0 or 1. */
export type Schema = {
  runs: RunsTable;
  entries: EntriesTable;
  posted: PostedTable;
  memory: MemoryTable;
  lowered: LoweredTable;
  ledger: LedgerTable;
  deleting: { run: string };
  schema_version: { version: number };
};

export type RunsTable = {
  id: string;
  cluster: string;
  started_at: number;
  finished_at: number | null;
  seq: number;
  awake: number;
  /** Somebody other than the driver has written since the driver claimed the run. */
  unseen: number;
  epoch: number;
  lease_holder: string | null;
  /** Which clock `lease_until` is told by; a lease told by another one has ended. */
  lease_boot: string | null;
  lease_until: number | null;
  /** By the journal's clock; of a run that nobody drives, since when somebody should. */
  driven_at: number | null;
  /** Up to this entry the channel shows the run. */
  shown_seq: Generated<number>;
  tend_epoch: Generated<number>;
  /** Who brings the run's messages up to date, or did not end that well; null once all was shown. */
  tend_holder: string | null;
  tend_boot: string | null;
  tend_until: number | null;
};

/** `event` is '' where the text is `packed`. Of an entry from before there was a chain `previous` and `hash` are null. */
export type EntriesTable = {
  run: string;
  seq: number;
  at: number;
  event: string;
  packed: Uint8Array | null;
  previous: Uint8Array | null;
  hash: Uint8Array | null;
};

/** The store's own chain: which runs were opened and closed, and all that belongs to no run. Append-only. */
export type LedgerTable = { seq: number; at: number; event: string; previous: Uint8Array; hash: Uint8Array };

type PostedTable = { run: string; key: string; channel: string; ts: string; digest: string };

/** `highest` is set where the value is a number that only grows. */
type MemoryTable = { key: string; value: string; highest: number | null };

/** Append-only: who lowered `memory.highest` of a key, from what to what. */
type LoweredTable = { key: string; n: number; at: number; was: number; value: number; who: string };
