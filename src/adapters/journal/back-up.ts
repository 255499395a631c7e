import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalTrouble } from '../../ports/journal.ts';
import { postgresUrl } from './postgres-url.ts';
import { backupTo } from './sqlite-backup.ts';
import { sqliteTrouble } from './sqlite-trouble.ts';
import { journalTrouble } from './trouble.ts';

type Place = { readonly dataDir: string; readonly databaseUrl: string | undefined };
/** What a copy holds, counted in the copy itself. */
type BackedUp = { readonly file: string; readonly runs: number; readonly entries: number };

/** Copies the journal at `place` to the file `to` while bots write to it, opens the copy and checks every page of it.
 *  Migrates nothing, so that the copy before an upgrade is of the version that it was. */
export const backUpJournal = async (place: Place, to: string): Promise<BackedUp> => {
  if (place.databaseUrl) throw onPostgres(place.databaseUrl);
  const file = join(place.dataDir, 'pks-rescue.db');
  if (!existsSync(file))
    throw new Error(`There is no journal at ${file}: DATA_DIR says where the bot keeps it.`);
  await inWords(file, () => copied(file, to));
  return counted(to);
};

const onPostgres = (databaseUrl: string): Error =>
  new Error(
    `This journal is on Postgres (${postgresUrl(databaseUrl).place}): back it up with "pg_dump --format=custom".`,
  );

const copied = async (file: string, to: string): Promise<void> => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    await backupTo(database, to);
  } finally {
    database.close();
  }
};

/** A copy that can't be read is none, so it is not called one. */
const counted = (file: string): BackedUp => {
  const copy = new DatabaseSync(file);
  try {
    const damage = copy.prepare('pragma integrity_check').get()?.integrity_check;
    if (damage !== 'ok')
      throw journalTrouble({ kind: 'corrupt', place: file, detail: `its copy says: ${damage}` });
    // One file to move, not three: a copy has no writer that would need a log beside it.
    copy.exec('pragma journal_mode = delete');
    const count = (table: 'runs' | 'entries') =>
      Number(copy.prepare(`select count(*) as n from ${table}`).get()?.n);
    return { file, runs: count('runs'), entries: count('entries') };
  } finally {
    copy.close();
  }
};

const inWords = async (file: string, act: () => Promise<void>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    if (error instanceof JournalTrouble) throw error;
    const found = sqliteTrouble(error);
    throw found ? journalTrouble({ ...found, place: file }) : error;
  }
};
