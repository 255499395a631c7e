import type { Kysely, RawBuilder } from 'kysely';
import type { TroubleKind } from '../../ports/journal.ts';
import type { Sealing } from '../../ports/sealing.ts';
import type { Migration } from './migrations.ts';
import type { Schema } from './schema.ts';

/** What differs between SQLite and Postgres, and nothing else: every query is written once against this. */
export type StoreEngine = {
  readonly kind: 'sqlite' | 'postgres';
  readonly db: Kysely<Schema>;
  /** The file, or host, port and database. Never a user or a password. */
  readonly place: string;
  /** Signs what a person said, and a deletion, as it is written into the ledger; unset: nothing is signed. */
  readonly sealing?: Sealing | undefined;
  /** Whose clock `leaseNow` is; a lease told by another clock has ended. */
  boot(): string;
  /** Milliseconds that no change of a host's clock moves, read when the query is built or by the database itself. */
  leaseNow(): RawBuilder<number>;
  /** Milliseconds since 1970 for entries and deadlines. */
  wallNow(): RawBuilder<number>;
  /** Held until the transaction ends, so that two replicas migrate, and write the ledger, one after the other. */
  lockStore(tx: Kysely<Schema>): Promise<void>;
  statementsOf(migration: Migration): readonly string[];
  /** Throws when the store is visibly damaged. */
  inspect(): Promise<void>;
  /** May another process have written since the last call? */
  mayHaveChanged(): Promise<boolean>;
  /** Hears of other processes' writes until the answer is called. `heard` may be called more than once for one write. */
  listen(heard: (run: string, seq: number) => void): () => void;
  readonly pollMs: number;
  backup(path: string): Promise<void>;
  /** True for the engine's own errors and the network's; false for a bug of ours, which is not dressed up. */
  troubleOf(error: unknown): TroubleFound | null;
  close(): Promise<void>;
};

export type TroubleFound = {
  readonly kind: TroubleKind;
  /** What the engine said, without secrets. */
  readonly detail: string;
};
