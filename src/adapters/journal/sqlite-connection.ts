import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
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
const ioError = 10;

export const sqliteConnection = (file: string, patienceMs: number): SqliteConnection => {
  let open: { readonly database: DatabaseSync; readonly inode: bigint } | null = null;
  let everOpen = false;
  const close = () => {
    const closing = open;
    open = null;
    closing?.database.close();
  };
  const database = () => {
    if (open && !open.database.isTransaction && open.inode !== inodeOf(file)) {
      close();
      throw Object.assign(new Error('the file was replaced while it was open'), { code: 'ESTALE' });
    }
    open ??= { database: openPrivately(file, everOpen), inode: inodeOf(file) };
    everOpen = true;
    return open.database;
  };
  const attempt = (sql: string, parameters: readonly SQLInputValue[]) => {
    try {
      return execute(database(), sql, parameters);
    } catch (error) {
      // A handle on a disk that went away stays broken when the disk is back; the next statement opens the file anew.
      if (sqliteCode(error) === ioError) close();
      throw error;
    }
  };
  return {
    database,
    close,
    run: (sql, parameters) => whileBusy(() => attempt(sql, parameters), patienceMs),
    // SQLite itself rolls back on a full disk; a second rollback would hide the first error.
    rollback: () => {
      if (open?.database.isTransaction) open.database.exec('rollback');
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

/** The journal names people and machines: only the bot's user may read it. SQLite gives -wal and -shm the same mode.
 *  A file that was there once is not made anew: an empty journal in its place would have forgotten every live run. */
const openPrivately = (file: string, mustExist: boolean): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, mustExist ? 'r+' : 'a', 0o600));
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

/** Somebody may put a backup in the file's place under us; what we wrote to the old file then would be lost. */
const inodeOf = (file: string): bigint => statSync(file, { bigint: true }).ino;
