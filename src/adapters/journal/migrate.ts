import { type Kysely, sql } from 'kysely';
import type { StoreEngine } from './engine.ts';
import { type Migration, migrations } from './migrations.ts';
import type { Schema } from './schema.ts';
import { journalTrouble } from './trouble.ts';

/** Brings the store forward to this bot's schema, all in one transaction under a lock, so that two replicas may start
 *  at once and a bot killed half-way leaves nothing half done. Rejects with 'newer' when a later bot was here. */
export const migrate = (engine: StoreEngine, list: readonly Migration[] = migrations): Promise<void> =>
  engine.db.transaction().execute(async tx => {
    await engine.lockStore(tx);
    const version = await versionOf(tx);
    if (version > list.length) throw newer(engine, version, list.length);
    for (const migration of list.slice(version)) {
      for (const statement of engine.statementsOf(migration)) await sql.raw(statement).execute(tx);
    }
    if (version < list.length) await tx.updateTable('schema_version').set({ version: list.length }).execute();
  });

const versionOf = async (tx: Kysely<Schema>): Promise<number> => {
  await sql`create table if not exists schema_version (version integer not null)`.execute(tx);
  const row = await tx.selectFrom('schema_version').select('version').executeTakeFirst();
  if (row) return row.version;
  await tx.insertInto('schema_version').values({ version: 0 }).execute();
  return 0;
};

const newer = (engine: StoreEngine, version: number, known: number) =>
  journalTrouble({
    kind: 'newer',
    place: engine.place,
    detail: `its schema is version ${version}, this bot knows up to ${known}`,
  });
