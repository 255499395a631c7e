import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type JournalOptions, openJournal } from '../../../src/adapters/journal/open-journal.ts';
import type { Journal } from '../../../src/ports/journal.ts';
import { ownDatabase, queryOnce } from '../../support/own-database.ts';

/** The smallest event that a test needs. */
export type Said = { readonly said: string };
export const said = (text: string): Said => ({ said: text });
export const parseSaid = (json: unknown): Said => {
  if (typeof json === 'object' && json !== null && 'said' in json && typeof json.said === 'string') {
    return { said: json.said };
  }
  throw new Error('nothing was said');
};

/** An empty store of one engine, which several journals can share as replicas would. */
export type Store = {
  readonly place: { dataDir: string; databaseUrl?: string };
  replica(options?: Partial<JournalOptions<Said>>): Promise<Journal<Said>>;
  /** Goes around the journal, as an operator with a shell would. */
  sql(statement: string): Promise<unknown[]>;
  /** Closes the replicas and drops the store. */
  remove(): Promise<void>;
};

type Engine = { readonly name: 'sqlite' | 'postgres'; fresh(): Promise<Store> };

const openingReplicas = (place: Store['place']) => {
  const opened: Journal<Said>[] = [];
  return {
    async replica(options: Partial<JournalOptions<Said>> = {}) {
      const journal = await openJournal({
        ...place,
        holder: `replica-${opened.length}`,
        parse: parseSaid,
        ...options,
      });
      opened.push(journal);
      return journal;
    },
    closeAll: () => Promise.all(opened.map(journal => journal.close())),
  };
};

const sqlite: Engine = {
  name: 'sqlite',
  async fresh() {
    const dataDir = await mkdtemp(join(tmpdir(), 'pks-journal-'));
    const { replica, closeAll } = openingReplicas({ dataDir });
    return {
      place: { dataDir },
      replica,
      async sql(statement) {
        const database = new DatabaseSync(join(dataDir, 'pks-rescue.db'));
        try {
          return database.prepare(statement).all();
        } finally {
          database.close();
        }
      },
      async remove() {
        await closeAll();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  },
};

const postgres = (server: string): Engine => ({
  name: 'postgres',
  async fresh() {
    const database = await ownDatabase(server);
    const place = { dataDir: '/nonexistent', databaseUrl: database.url };
    const { replica, closeAll } = openingReplicas(place);
    return {
      place,
      replica,
      sql: statement => queryOnce(database.url, statement),
      async remove() {
        await closeAll();
        await database.drop();
      },
    };
  },
});

/** SQLite always; Postgres too where DATABASE_URL names a server on which databases may be created. */
export const engines: readonly Engine[] = [
  sqlite,
  ...(process.env.DATABASE_URL ? [postgres(process.env.DATABASE_URL)] : []),
];

export const onlySqlite = engines.filter(engine => engine.name === 'sqlite');
export const onlyPostgres = engines.filter(engine => engine.name === 'postgres');
