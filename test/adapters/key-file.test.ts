import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readKeyFile } from '../../src/adapters/key-file.ts';
import { keysIn } from '../../src/record/keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pks-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a key is made where there is none, for this user alone, and is the same ever after', () => {
  const path = join(folder, 'new', 'record.key');
  const text = readKeyFile(path, true);
  expect(keysIn(text)).not.toBeNull();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readKeyFile(path, true)).toBe(text);
});

test('where bots share a database none is made: the sentence says how to make one', () => {
  const path = join(folder, 'record.key');
  expect(() => readKeyFile(path, false)).toThrow(
    `${path}) is not there: make it once with "(umask 077; openssl rand`,
  );
});

test.each([0o666, 0o620, 0o644])('a key that others may use (%o) is none, and is not changed', mode => {
  const path = join(folder, 'record.key');
  const text = readKeyFile(path, true);
  chmodSync(path, mode);
  // Root's own files may be readable: that is how secrets are mounted.
  if (mode === 0o644 && process.getuid?.() === 0) expect(readKeyFile(path, true)).toBe(text);
  else expect(() => readKeyFile(path, true)).toThrow(/could be forged with it: chmod 600/);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('what is no file says so', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => readKeyFile(join(folder, 'file', 'record.key'), true)).toThrow(/can't be read: .*ENOTDIR/);
});
