import { Kysely, sql } from 'kysely';
import pg from 'pg';
import type { StoreEngine } from './engine.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { listening } from './postgres-listening.ts';
import { postgresTrouble } from './postgres-trouble.ts';
import { type PostgresUrl, postgresUrl } from './postgres-url.ts';
import type { Schema } from './schema.ts';

type PostgresOptions = {
  readonly databaseUrl: string;
  readonly patienceMs: number;
  readonly holder: string;
};

/** A database of the bot's own that several replicas share; its clock is the only one. */
export const postgresEngine = (options: PostgresOptions): StoreEngine => {
  const url = postgresUrl(options.databaseUrl);
  const config = connecting(url, options);
  const db = new Kysely<Schema>({ dialect: postgresDialect(poolOf(config, sessionOf(options.patienceMs))) });
  return {
    kind: 'postgres',
    db,
    place: url.place,
    boot: () => 'postgres',
    leaseNow: now,
    wallNow: now,
    lockStore: async tx => void (await sql`select pg_advisory_xact_lock(${storeLock})`.execute(tx)),
    statementsOf: migration => [...migration.both, ...migration.postgres],
    // Postgres looks after its own pages.
    inspect: async () => {},
    mayHaveChanged: async () => true,
    listen: heard => listening(() => new pg.Client(config), heard),
    pollMs: 1_000,
    backup: async () => {
      throw new Error(
        `This journal is on Postgres (${url.place}): back it up with "pg_dump --format=custom".`,
      );
    },
    troubleOf: error => {
      const found = postgresTrouble(error);
      return found && { kind: found.kind, detail: url.scrub(found.detail) };
    },
    close: () => db.destroy(),
  };
};

/** Not `now()`, which stands still within a transaction: a lease would be told by when its writer began to wait. */
const now = () => sql<number>`cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)`;

/** Any number that nobody else uses for an advisory lock in this database. */
const storeLock = 7_057_379;

const int8 = 20;
const connecting = (
  { connectionString }: PostgresUrl,
  { patienceMs, holder }: PostgresOptions,
): pg.ClientConfig => ({
  connectionString,
  // Which replica it is, for whoever reads pg_stat_activity; Postgres keeps 63 bytes.
  application_name: `pks-rescue ${holder}`.slice(0, 63),
  connectionTimeoutMillis: patienceMs,
  // A server that vanished without a word (pulled cable, paused host) must not hang a click.
  query_timeout: patienceMs,
  keepAlive: true,
  // Milliseconds and sequence numbers stay far below 2^53.
  types: { getTypeParser: (oid, format) => (oid === int8 ? Number : pg.types.getTypeParser(oid, format)) },
});

/** An acknowledged entry must survive a power cut whatever the server's default is, and a replica that was stopped in
 *  the middle of a transaction must not keep the run's row from the others. The server's patience ends before ours, so
 *  that it says which lock it was. */
const sessionOf = (patienceMs: number) => `
  set synchronous_commit = on;
  set default_transaction_isolation = 'read committed';
  set lock_timeout = ${Math.ceil(patienceMs * 0.6)};
  set statement_timeout = ${Math.ceil(patienceMs * 0.8)};
  set idle_in_transaction_session_timeout = ${Math.ceil(patienceMs * 0.5)};
`;

const poolOf = (config: pg.ClientConfig, session: string): pg.Pool => {
  const pool = new pg.Pool({
    ...config,
    max: 8,
    onConnect: async client => {
      // A connection that dies between two statements says so here; the next statement rejects by itself.
      client.on('error', () => {});
      await client.query(session);
    },
  });
  pool.on('error', () => {});
  return pool;
};
