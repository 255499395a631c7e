import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { StoreEngine } from './engine.ts';
import { type HostClock, steadyWall } from './host-clock.ts';
import type { Schema } from './schema.ts';
import { backupTo } from './sqlite-backup.ts';
import { sqliteConnection } from './sqlite-connection.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { sqliteTrouble } from './sqlite-trouble.ts';
import { journalTrouble } from './trouble.ts';

/** One file, `pks-rescue.db`, under the data directory; several processes of one host may share it. */
export const sqliteEngine = (options: {
  dataDir: string;
  clock: HostClock;
  patienceMs: number;
}): StoreEngine => {
  const { clock } = options;
  const wallNow = steadyWall(clock);
  const file = join(options.dataDir, 'pks-rescue.db');
  const connection = sqliteConnection(file, options.patienceMs);
  const db = new Kysely<Schema>({ dialect: sqliteDialect(connection) });
  return {
    kind: 'sqlite',
    db,
    place: file,
    boot: () => clock.bootId(),
    leaseNow: () => sql<number>`cast(${Math.floor(clock.monotonicMs())} as integer)`,
    wallNow: () => sql<number>`cast(${Math.floor(wallNow())} as integer)`,
    // `begin immediate` has already made us the only writer.
    lockStore: async () => {},
    statementsOf: migration => [...migration.both, ...migration.sqlite],
    inspect: () => inspect(db, file),
    mayHaveChanged: changedSince(db),
    listen: () => () => {},
    pollMs: 100,
    backup: path => backupTo(connection.database(), path),
    troubleOf: sqliteTrouble,
    close: () => db.destroy(),
  };
};

/** The pages of the runs and their indexes only: what is needed to go on, read in milliseconds whatever the age of the
 *  record. A damaged page of an old run's entries says so when that run is read. */
const inspect = async (db: Kysely<Schema>, file: string): Promise<void> => {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check('runs')`.execute(db);
  const damage = rows.map(row => row.quick_check).filter(line => line !== 'ok');
  if (damage.length > 0)
    throw journalTrouble({ kind: 'corrupt', place: file, detail: damage[0] ?? 'quick_check' });
};

/** `data_version` moves when another connection commits; reading it touches no disk. */
const changedSince = (db: Kysely<Schema>) => {
  let last: number | null = null;
  return async () => {
    const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(db);
    const now = rows[0]?.data_version ?? null;
    const changed = now !== last;
    last = now;
    return changed;
  };
};
