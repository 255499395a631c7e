import type { SQLInputValue } from 'node:sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { SqliteConnection } from './sqlite-connection.ts';

/** Kysely over node:sqlite. Transactions begin immediate: one that begins by reading could fail to become a writer. */
export const sqliteDialect = (connection: SqliteConnection): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createIntrospector: db => new SqliteIntrospector(db),
  createDriver: () => ({
    init: async () => {},
    // Never rejects: Kysely would keep its connection lock for ever. The file is opened by the first statement.
    acquireConnection: async () => kyselyConnection(connection),
    beginTransaction: async () => void (await connection.run('begin immediate', [])),
    commitTransaction: async () => void (await connection.run('commit', [])),
    rollbackTransaction: async () => connection.rollback(),
    releaseConnection: async () => {},
    destroy: async () => connection.close(),
  }),
});

const kyselyConnection = (connection: SqliteConnection): DatabaseConnection => ({
  async executeQuery<Row>({ sql, parameters }: CompiledQuery) {
    const { rows, changes } = await connection.run(sql, parameters.map(bindable));
    // What a query's rows look like is what Kysely inferred from the schema; the driver cannot know it.
    return { rows: rows as Row[], numAffectedRows: changes };
  },
  async *streamQuery() {
    yield* [];
    throw new Error('The journal reads whole answers; it streams none.');
  },
});

const bindable = (value: unknown): SQLInputValue => {
  if (value === null || value instanceof Uint8Array) return value;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  throw new TypeError(`SQLite cannot hold a ${typeof value}.`);
};
