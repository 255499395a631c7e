import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Selectable } from 'kysely';
import type { StoredEntry } from '../../record/verify-chain.ts';
import type { StoredRecord, StoredRun } from '../../record/verify-store.ts';
import { hex, textOf } from './entries.ts';
import { ledger } from './ledger.ts';
import { chainVersion } from './migrations.ts';
import { type JournalPlace, storeEngine } from './open-journal.ts';
import type { EntriesTable } from './schema.ts';

/** Runs that are read at once. */
const batch = 100;

/** What can't be unpacked is no text that was hashed. */
const storedText = (row: Selectable<EntriesTable>): string => {
  try {
    return textOf(row);
  } catch {
    return '';
  }
};
const storedEntry = (row: Selectable<EntriesTable>): StoredEntry => ({
  run: row.run,
  seq: row.seq,
  at: row.at,
  text: storedText(row),
  previous: row.previous && hex(row.previous),
  hash: row.hash && hex(row.hash),
});

/** The whole record as it is stored, nothing of it believed. Migrates nothing and writes nothing. */
export const readRecord = async (place: JournalPlace, only: string | null) => {
  const file = join(place.dataDir, 'pks-rescue.db');
  if (!place.databaseUrl && !existsSync(file))
    throw new Error(`There is no journal at ${file}: DATA_DIR says where the bot keeps it.`);
  const engine = storeEngine({ ...place, holder: 'pks' });
  const { db } = engine;
  const { version } = await db.selectFrom('schema_version').select('version').executeTakeFirstOrThrow();
  if (version < chainVersion) {
    await engine.close();
    throw new Error(`The journal at ${engine.place} has no chain yet: start this version of the bot once.`);
  }
  const rows = await db.selectFrom('runs').select(['id', 'seq']).orderBy('started_at').execute();
  const orphans = await db
    .selectFrom('entries')
    .select('run')
    .distinct()
    .where('run', 'not in', db.selectFrom('runs').select('id'))
    .execute();
  const all = [...rows, ...orphans.map(({ run }) => ({ id: run, seq: 0 }))];
  const wanted = only === null ? all : all.filter(({ id }) => id === only);
  const runs = async function* (): AsyncIterable<readonly StoredRun[]> {
    for (let from = 0; from < wanted.length; from += batch) {
      const some = wanted.slice(from, from + batch);
      const found = await db
        .selectFrom('entries')
        .selectAll()
        .where(
          'run',
          'in',
          some.map(({ id }) => id),
        )
        .orderBy('run')
        .orderBy('seq')
        .execute();
      const byRun = Map.groupBy(found, row => row.run);
      yield some.map(({ id, seq }) => ({ run: id, seq, entries: (byRun.get(id) ?? []).map(storedEntry) }));
    }
  };
  const posted = await db.selectFrom('posted').select('channel').distinct().execute();
  const record: StoredRecord = {
    ledger: await ledger(engine).readLedger(),
    runs: runs(),
    runIds: all.map(({ id }) => id),
  };
  return { record, channels: posted.map(({ channel }) => channel), close: engine.close };
};
