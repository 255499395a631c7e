import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres.ts';

/** A throw-away store, and beside it on the same disk a bare table to compare with. */
export type Store = {
  readonly name: 'sqlite' | 'postgres';
  readonly place: { dataDir: string; databaseUrl?: string };
  /** One durable row with this text in the bare table. */
  insert(text: string): Promise<void>;
  /** Statements of an operator with a shell, one after the other. */
  sql(...statements: readonly string[]): Promise<void>;
  /** Of the journal, in bytes. */
  bytes(): Promise<number>;
  bareBytes(): Promise<number>;
  close(): Promise<void>;
};

const sqlite = async (): Promise<Store> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pks-bench-'));
  const bareFile = join(dataDir, 'bare.db');
  const bare = new DatabaseSync(bareFile);
  bare.exec('pragma journal_mode = wal; pragma synchronous = full');
  bare.exec('create table bare (at integer, text text)');
  const insert = bare.prepare('insert into bare values (?, ?)');
  const file = join(dataDir, 'pks-rescue.db');
  const sql = async (...statements: readonly string[]) => {
    const shell = new DatabaseSync(file);
    shell.exec('pragma synchronous = off');
    for (const statement of statements) shell.exec(statement);
    shell.close();
  };
  return {
    name: 'sqlite',
    place: { dataDir },
    insert: async text => void insert.run(Date.now(), text),
    sql,
    async bytes() {
      await sql('pragma wal_checkpoint(truncate)');
      return (await stat(file)).size;
    },
    async bareBytes() {
      bare.exec('pragma wal_checkpoint(truncate)');
      return (await stat(bareFile)).size;
    },
    async close() {
      bare.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const postgres = async (): Promise<Store> => {
  const server = await startPostgres();
  const dataDir = await mkdtemp(join(tmpdir(), 'pks-bench-'));
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('create table bare (at bigint, text text)');
  const number = async (expression: string) => {
    const { rows } = await client.query(`select ${expression} as found`);
    return Number(rows[0].found);
  };
  const bareSize = `pg_total_relation_size('bare')`;
  return {
    name: 'postgres',
    place: { dataDir, databaseUrl: server.url },
    insert: async text => void (await client.query('insert into bare values ($1, $2)', [Date.now(), text])),
    async sql(...statements) {
      for (const statement of statements) await client.query(statement);
    },
    bytes: () => number(`pg_database_size(current_database()) - ${bareSize}`),
    bareBytes: () => number(bareSize),
    async close() {
      await client.end();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export const stores = [sqlite, postgres] as const;
