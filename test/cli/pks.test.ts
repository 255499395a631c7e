import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { pks } from '../../src/cli/pks.ts';

const world = (env: Readonly<Record<string, string>> = {}) => ({
  now: new Date('2026-11-25T03:04:05Z'),
  lang: 'C',
  env: async () => env,
});
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pks-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const journalWithOneRun = async (dataDir: string) => {
  const journal = await openJournal<unknown>({ dataDir, holder: 'test', parse: json => json });
  await journal.open({ run: 'run-1', cluster: 'dev-1' }, { kind: 'started' });
  return journal;
};

test('a backup is made beside a bot that has the journal open, and it says what it holds', async () => {
  const journal = await journalWithOneRun(join(folder, 'data'));
  const file = join(folder, 'copy.db');
  const said = await pks(['backup', file], world({ DATA_DIR: join(folder, 'data') }));
  await journal.close();
  expect(said).toEqual({
    out: expect.stringContaining(`${file}: 1 run, 1 entry, every page checked`),
    code: 0,
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('the copy, put in place, is the journal', async () => {
  await (await journalWithOneRun(join(folder, 'data'))).close();
  const file = join(folder, 'pks-rescue.db');
  await pks(['backup', file], world({ DATA_DIR: join(folder, 'data') }));
  const restored = await openJournal<unknown>({ dataDir: folder, holder: 'test', parse: json => json });
  expect(await restored.read('run-1')).toHaveLength(1);
  await restored.close();
});

test('without a journal nothing is made that could be taken for a backup', async () => {
  const said = await pks(['backup', join(folder, 'copy.db')], world({ DATA_DIR: folder }));
  expect(said).toEqual({
    why: expect.stringMatching(/There is no journal at .*DATA_DIR says where/),
    code: 1,
  });
  await expect(stat(join(folder, 'copy.db'))).rejects.toThrow('ENOENT');
});

test('a file that is there is never overwritten', async () => {
  await (await journalWithOneRun(folder)).close();
  const file = join(folder, 'copy.db');
  await pks(['backup', file], world({ DATA_DIR: folder }));
  const again = await pks(['backup', file], world({ DATA_DIR: folder }));
  expect(again).toEqual({ why: `${file} exists already; name another file for the backup.`, code: 1 });
});

test('on Postgres it names pg_dump, and never the password', async () => {
  const said = await pks(['backup'], world({ DATABASE_URL: 'postgres://bot:hunter2@127.0.0.1:5432/pks' }));
  expect(said).toEqual({
    why: expect.stringMatching(/127\.0\.0\.1:5432\/pks\): back it up with "pg_dump/),
    code: 1,
  });
  expect(JSON.stringify(said)).not.toContain('hunter2');
});
