import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

const folders: readonly string[] = ['.', 'cache', 'jump-host', 'jump-host/logs', 'reports', 'snapshots'];

const seen = (path: string, look: typeof lstatSync | typeof statSync): Stats | null => {
  try {
    return look(path);
  } catch (error) {
    // Below a file there is nothing, either.
    if (error instanceof Error && ['ENOENT', 'ENOTDIR'].includes(String(Reflect.get(error, 'code'))))
      return null;
    throw error;
  }
};

/** Why this user should not use what is there; null: nothing is there, or it is theirs alone to change. */
const whyNot = (path: string, found: Stats, user: number): string | null => {
  if (found.isSymbolicLink()) return `${path} is a link: what is written there would land elsewhere`;
  if (!found.isDirectory() && !found.isFile()) return `${path} is neither a folder nor a file`;
  if (found.uid !== user) return `${path} belongs to user ${found.uid}, and this bot is user ${user}`;
  if ((found.mode & 0o022) !== 0)
    return `${path} may be changed by others (mode ${(found.mode & 0o777).toString(8)}): chmod go-w it`;
  return found.isFile() && found.nlink > 1 ? `${path} has ${found.nlink} names (hard links)` : null;
};

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(each => !each.isDirectory())
    .map(each => join(folder, each.name));

/**
 * Looked at before anything in the bot's folder is used or believed: owner, mode and links of what is there already. Who
 * may write there could hand the bot code (the compile cache), a journal, or a record of a command that never ran.
 */
export const whyNotOurs = (dataDir: string, user = process.getuid?.() ?? 0): string | null => {
  for (const name of folders) {
    const folder = join(dataDir, name);
    // DATA_DIR itself may be a link that an operator made; where it leads is looked at.
    const found = seen(folder, name === '.' ? statSync : lstatSync);
    if (!found) continue;
    const files = found.isDirectory() && found.uid === user ? filesIn(folder) : [];
    const all = [whyNot(folder, found, user), ...files.map(file => whyFile(file, user))];
    const why = all.find(each => each !== null);
    if (why) return why;
  }
  return null;
};

/** The fence's claims are links by design, which lead nowhere: of a link only its owner counts. */
const whyFile = (path: string, user: number): string | null => {
  const found = seen(path, lstatSync);
  if (!found) return null;
  if (found.isSymbolicLink() && path.includes('jump-host'))
    return found.uid === user ? null : `${path} belongs to user ${found.uid}, and this bot is user ${user}`;
  return found.isSocket() || found.isFIFO() ? null : whyNot(path, found, user);
};
