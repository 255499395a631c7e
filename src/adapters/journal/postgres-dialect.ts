import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type pg from 'pg';

/** Kysely's own Postgres driver gives a connection back to the pool after a query on it timed out, with the answer still
 *  to come. This one gives back only a connection on which everything was answered. */
export const postgresDialect = (pool: pg.Pool): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: db => new PostgresIntrospector(db),
  createDriver: () => postgresDriver(pool),
});

const postgresDriver = (pool: pg.Pool): Driver => {
  const sessions = new WeakMap<DatabaseConnection, Session>();
  const sessionOf = (connection: DatabaseConnection) => {
    const session = sessions.get(connection);
    if (!session) throw new Error('This connection came from another pool.');
    return session;
  };
  return {
    init: async () => {},
    async acquireConnection() {
      const session = sessionOn(await pool.connect());
      const connection = kyselyConnection(session);
      sessions.set(connection, session);
      return connection;
    },
    beginTransaction: async connection => void (await sessionOf(connection).query('begin', [])),
    async commitTransaction(connection) {
      const { command } = await sessionOf(connection).query('commit', []);
      // What a server answers to the commit of a transaction that had already failed.
      if (command === 'ROLLBACK') throw new Error('The transaction had failed; the server rolled it back.');
    },
    // A rollback that fails would hide why; the server rolls back when the connection is dropped.
    rollbackTransaction: async connection =>
      void (await sessionOf(connection)
        .query('rollback', [])
        .catch(() => {})),
    releaseConnection: async connection => sessionOf(connection).release(),
    destroy: () => pool.end(),
  };
};

type Session = ReturnType<typeof sessionOn>;

const sessionOn = (client: pg.PoolClient) => {
  let answered = true;
  return {
    async query(sql: string, parameters: readonly unknown[]) {
      try {
        return await client.query(sql, [...parameters]);
      } catch (error) {
        // Only the server's own error is an answer; it has a severity.
        answered &&= typeof error === 'object' && error !== null && 'severity' in error;
        throw error;
      }
    },
    release: () => client.release(!answered),
  };
};

const kyselyConnection = (session: Session): DatabaseConnection => ({
  async executeQuery({ sql, parameters }) {
    const { rows, rowCount } = await session.query(sql, parameters);
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  },
  async *streamQuery() {
    yield* [];
    throw new Error('The journal reads whole answers; it streams none.');
  },
});
