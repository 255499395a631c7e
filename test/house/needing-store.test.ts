import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { needingStore } from '../../tools/house/needing-store.ts';
import { files, root } from '../../tools/house/tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'pks-needing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const chosenOf = async (sources: Readonly<Record<string, string>>) => {
  for (const [file, text] of Object.entries(sources)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return needingStore(folder, Object.keys(sources));
};

test('a suite is played on Postgres too where it, a helper’s helper, or a child that has the environment can see DATABASE_URL', async () => {
  const sources = {
    'test/own.test.ts': 'const url = process.env.DATABASE_URL;',
    'test/far.test.ts': "import { near } from './near.ts';",
    'test/near.ts': "export { deep as near } from '../drill/deep.ts';",
    'drill/deep.ts': 'export const deep = process.env.DATABASE_URL;',
    'test/lazy.test.ts': "const { deep } = await import('../drill/deep.ts');",
    'test/child.test.ts': 'spawn(command, { env: { ...process.env } });',
    'test/other.test.ts': "const home = process.env.HOME; import './readers.ts';",
    'test/readers.ts': 'export const path = process.env.PATH;',
    'test/machine/own.test.ts': 'const url = process.env.DATABASE_URL;',
  };
  expect((await chosenOf(sources)).toSorted()).toEqual([
    'test/child.test.ts',
    'test/far.test.ts',
    'test/lazy.test.ts',
    'test/own.test.ts',
  ]);
});

test('all suites of the journal’s contract, of the drivers and of the whole bot are among them', () => {
  const chosen = needingStore(root, files);
  for (const part of [
    'adapters/journal/record',
    'engine/two-drivers',
    'app/whole-bot',
    'app/forged-approval',
  ])
    expect(chosen).toContain(`test/${part}.test.ts`);
});
