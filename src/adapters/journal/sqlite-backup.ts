import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { backup, type DatabaseSync } from 'node:sqlite';
import { messageOf } from './trouble.ts';

/** All pages in one step: a writer in another process would restart a copy that is made in pieces. */
const everyPage = 2 ** 30;

/** Copies to `path` (0600) under another name first, so that a copy that was cut short is never taken for a backup.
 *  Refuses to overwrite: the file there may be the only good one. */
export const backupTo = async (database: DatabaseSync, path: string): Promise<void> => {
  if (existsSync(path)) throw new Error(`${path} exists already; name another file for the backup.`);
  const partial = `${path}.partial`;
  try {
    await copyPrivately(database, partial);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw new Error(`No backup was made at ${path}: ${messageOf(error)}; the journal itself goes on.`);
  }
};

const copyPrivately = async (database: DatabaseSync, path: string): Promise<void> => {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    await backup(database, path, { rate: everyPage });
    await file.sync();
  } finally {
    await file.close();
  }
};
