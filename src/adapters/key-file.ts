import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Why answers can't be signed, with the next move. */
export class KeyTrouble extends Error {
  override readonly name = 'KeyTrouble';
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === code;

const howToMake = (path: string): string =>
  `make it once with "(umask 077; openssl rand -base64 32 > ${path})", the same file for every bot of this store`;

/** Made where it is absent; of two bots that make it at once one wins, and both read what it wrote. */
const make = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, `${randomBytes(32).toString('base64')}\n`);
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    if (!isCode(error, 'EEXIST'))
      throw new KeyTrouble(`RECORD_KEY_FILE (${path}) could not be made: ${String(error)}`);
  }
};

/** The text of the key file. Whoever may write it could forge approvals, so others may not, and may not read it either. */
export const readKeyFile = (path: string, mayMake: boolean): string => {
  try {
    const file = openSync(path, 'r');
    const { mode, uid } = fstatSync(file);
    const text = readFileSync(file, 'utf8');
    closeSync(file);
    // A mounted secret belongs to root and may be readable for all of its container.
    if ((mode & 0o022) !== 0 || ((mode & 0o004) !== 0 && uid !== 0))
      throw new KeyTrouble(
        `Others may use RECORD_KEY_FILE (${path}), and approvals could be forged with it: chmod 600 ${path}`,
      );
    return text;
  } catch (error) {
    if (error instanceof KeyTrouble) throw error;
    if (!isCode(error, 'ENOENT'))
      throw new KeyTrouble(`RECORD_KEY_FILE (${path}) can't be read: ${String(error)}`);
    if (!mayMake) throw new KeyTrouble(`RECORD_KEY_FILE (${path}) is not there: ${howToMake(path)}`);
    make(path);
    return readKeyFile(path, false);
  }
};
