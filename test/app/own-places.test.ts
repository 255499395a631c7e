import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whyNotOurs } from '../../src/app/own-places.ts';
import { textOf } from '../house/tree.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pks-own-'));
  mkdirSync(join(folder, 'cache'), { mode: 0o700 });
  mkdirSync(join(folder, 'jump-host'), { mode: 0o700 });
  writeFileSync(join(folder, 'pks-rescue.db'), '', { mode: 0o644 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder that is not there yet, and one that is the bot’s alone, are used; claims are links', () => {
  symlinkSync('17:burnt', join(folder, 'jump-host', 'run-1.step.3'));
  expect(whyNotOurs(join(folder, 'none'))).toBeNull();
  expect(whyNotOurs(folder)).toBeNull();
});

test('a link that an operator made of the folder itself is followed', () => {
  const link = `${folder}-link`;
  symlinkSync(folder, link);
  expect(whyNotOurs(link)).toBeNull();
  rmSync(link);
});

test.each<[string, () => void, RegExp]>([
  [
    'a cache that others may write',
    () => chmodSync(join(folder, 'cache'), 0o777),
    /cache may be changed by others \(mode 777\)/,
  ],
  [
    'a journal that others may write',
    () => chmodSync(join(folder, 'pks-rescue.db'), 0o666),
    /pks-rescue\.db may be changed/,
  ],
  ['a folder that others may write', () => chmodSync(folder, 0o1777), /may be changed by others/],
  [
    'a journal with a second name',
    () => linkSync(join(folder, 'pks-rescue.db'), join(folder, 'other')),
    /2 names/,
  ],
  ['reports that lead elsewhere', () => symlinkSync('/etc', join(folder, 'reports')), /reports is a link/],
  [
    'a journal that is a link',
    () => {
      rmSync(join(folder, 'pks-rescue.db'));
      symlinkSync('/etc/hostname', join(folder, 'pks-rescue.db'));
    },
    /pks-rescue\.db is a link/,
  ],
])('%s is not used, and it is said why', (_what, make, why) => {
  make();
  expect(whyNotOurs(folder)).toMatch(why);
});

test('what belongs to another user is not used', () => {
  expect(whyNotOurs(folder, 4_294_967)).toMatch(/belongs to user \d+, and this bot is user 4294967/);
});

test('the program looks before it keeps compiled code there, and is not started again by a supervisor', () => {
  const main = textOf('src/main.ts');
  expect(main.indexOf('whyNotOurs(')).toBeLessThan(main.indexOf('keepCompiled('));
  expect(main).toMatch(/whyNotOurs\([\s\S]*process\.exit\(78\)[\s\S]*keepCompiled\(/);
});
