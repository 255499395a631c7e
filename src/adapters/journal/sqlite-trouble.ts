import type { TroubleKind } from '../../ports/journal.ts';
import type { TroubleFound } from './engine.ts';
import { fieldOf, messageOf } from './trouble.ts';

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html */
const kinds: Readonly<Record<number, TroubleKind>> = {
  5: 'busy',
  6: 'busy',
  7: 'broken',
  8: 'read-only',
  10: 'away',
  11: 'corrupt',
  13: 'full',
  14: 'away',
  15: 'busy',
  23: 'refused',
  26: 'corrupt',
};

const filesystem: Readonly<Record<string, TroubleKind>> = {
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
  ENOENT: 'away',
  ENOTDIR: 'away',
  EISDIR: 'away',
  EIO: 'away',
  ESTALE: 'away',
  EMFILE: 'broken',
};

/** The primary code of an SQLite error (`errcode` is the extended one), or null for any other error. */
export const sqliteCode = (error: unknown): number | null => {
  const extended = fieldOf(error, 'errcode');
  return typeof extended === 'number' ? extended & 0xff : null;
};

/** A constraint (19) is a bug of ours or the append-only trigger: it stays what it is. */
export const sqliteTrouble = (error: unknown): TroubleFound | null => {
  const code = sqliteCode(error);
  const name = String(fieldOf(error, 'code'));
  const kind = code === null ? filesystem[name] : kinds[code];
  if (kind === undefined) return null;
  return { kind, detail: messageOf(error) };
};
