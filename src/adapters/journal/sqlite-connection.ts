import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteCode } from './sqlite-trouble.ts';

/** One connection to the file, opened when first needed and opened anew after the disk was away. */
export type SqliteConnection = {
  /** Rows, or none for a statement that answers none. Waits while another process holds the lock, without blocking ours. */
  run(sql: string, parameters: readonly SQLInputValue[]): Promise<{ rows: unknown[]; changes: bigint }>;
  rollback(): void;
  database(): DatabaseSync;
  close(): void;
};

/** Full synchronous: an acknowledged entry survives a power cut (`fullfsync` says the same to macOS). */
const pragmas = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma fullfsync = on;
  pragma recursive_triggers = on;
`;

const busy = 5;
/** readonly, ioerr, corrupt, cantopen, notadb: the handle may be the trouble, so the next statement opens the file anew. */
const stale = new Set([8, 10, 11, 14, 26]);

export const sqliteConnection = (file: string, patienceMs: number): SqliteConnection => {
  let open: DatabaseSync | null = null;
  const database = () => {
    open ??= openPrivately(file);
    return open;
  };
  const close = () => {
    const closing = open;
    open = null;
    closing?.close();
  };
  const attempt = (sql: string, parameters: readonly SQLInputValue[]) => {
    try {
      return execute(database(), sql, parameters);
    } catch (error) {
      if (stale.has(sqliteCode(error) ?? 0)) close();
      throw error;
    }
  };
  return {
    database,
    close,
    run: (sql, parameters) => whileBusy(() => attempt(sql, parameters), patienceMs),
    // SQLite itself rolls back on a full disk; a second rollback would hide the first error.
    rollback: () => {
      if (open?.isTransaction) open.exec('rollback');
    },
  };
};

const execute = (database: DatabaseSync, sql: string, parameters: readonly SQLInputValue[]) => {
  const statement = database.prepare(sql);
  if (statement.columns().length > 0) {
    return { rows: statement.all(...parameters), changes: 0n };
  }
  return { rows: [], changes: BigInt(statement.run(...parameters).changes) };
};

/** SQLite's own busy handler would block the event loop, and with it the writer we may be waiting for. */
const whileBusy = async <T>(attempt: () => T, patienceMs: number): Promise<T> => {
  const giveUp = performance.now() + patienceMs;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (sqliteCode(error) !== busy || performance.now() > giveUp) throw error;
    }
    await sleep(1 + Math.random() * 4);
  }
};

/** The journal names people and machines: only the bot's user may read it. SQLite gives -wal and -shm the same mode. */
const openPrivately = (file: string): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec(pragmas);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};
