import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { engines, onlySqlite, type Store, said } from './stores.ts';

describe.each(engines)('trouble with $name', ({ fresh }) => {
  let store: Store;
  beforeEach(async () => {
    store = await fresh();
  });
  afterEach(() => store.remove());

  test('is refused when a newer bot was here, with the way back', async () => {
    await store.replica();
    await store.sql('update schema_version set version = 99');
    await expect(store.replica()).rejects.toMatchObject({
      trouble: 'newer',
      message: expect.stringMatching(
        /schema is version 99, this bot knows up to \d+\); start that version or a later one/,
      ),
      words: { ko: expect.stringContaining('더 새로운 버전') },
    });
  });
});

describe.each(onlySqlite)('trouble with a file of $name', ({ fresh }) => {
  let store: Store;
  let file: string;
  beforeEach(async () => {
    store = await fresh();
    file = join(store.place.dataDir, 'pks-rescue.db');
  });
  afterEach(() => store.remove());

  test('says that the disk is full, keeps what was acknowledged and goes on when there is room', async () => {
    const disk = join(store.place.dataDir, 'disk');
    await mkdir(disk);
    const script = join(import.meta.dirname, 'small-disk.process.ts');
    const { stdout } = await promisify(execFile)('unshare', ['-rm', process.execPath, script, disk]);
    const told = JSON.parse(stdout);
    expect(told.full).toMatchObject({
      trouble: 'full',
      message: expect.stringContaining(`disk is full (${disk}/`),
    });
    expect(told.stillFull).toMatchObject({ trouble: 'full' });
    expect(told.kept).toBe(told.acknowledged);
    expect(told.back).toBeNull();
    expect(told.entries).toEqual(Array.from({ length: told.acknowledged + 1 }, (_, i) => i + 1));
    expect(told.readOnly).toMatchObject({
      trouble: 'read-only',
      message: expect.stringContaining('make it writable'),
    });
    expect(told.found).toBe(told.acknowledged + 1);
  });

  test('refuses a file that is no database, and leaves it as it was', async () => {
    await writeFile(
      file,
      'this was never a database, and is longer than a header of one hundred bytes: '.repeat(3),
    );
    await expect(store.replica()).rejects.toMatchObject({
      trouble: 'corrupt',
      message: expect.stringMatching(
        /is damaged \(.*pks-rescue.db.*keep the damaged files aside and put the last backup/,
      ),
    });
    expect((await stat(file)).size).toBe(231);
  });

  test('refuses a file with a damaged page, before anything relies on it', async () => {
    const journal = await store.replica();
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    await journal.close();
    const [root] = await store.sql("select rootpage as page from sqlite_schema where name = 'runs_newest'");
    const { page } = z.object({ page: z.number() }).parse(root);
    const damaged = await open(file, 'r+');
    await damaged.write(Buffer.alloc(4_096, 0xff), 0, 4_096, (page - 1) * 4_096);
    await damaged.close();
    await expect(store.replica()).rejects.toMatchObject({ trouble: 'corrupt' });
  });

  test('writes nothing to a file that was taken away, makes no empty one, and goes on when it is back', async () => {
    const journal = await store.replica();
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    await rename(file, `${file}.aside`);
    const write = { run: 'r1', events: [said('x')], as: { expectSeq: 1 } };
    for (let i = 0; i < 2; i++) await expect(journal.write(write)).rejects.toMatchObject({ trouble: 'away' });
    expect(existsSync(file)).toBe(false);
    await rename(`${file}.aside`, file);
    expect((await journal.write(write)).ok).toBe(true);
    expect(await journal.read('r1')).toHaveLength(2);
  });

  test('writes to the backup that was put in its place, and not to what is gone', async () => {
    const journal = await store.replica();
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    await journal.backup(`${file}.copy`);
    await rename(`${file}.copy`, file);
    const write = { run: 'r1', events: [said('x')], as: { expectSeq: 1 } };
    await expect(journal.write(write)).rejects.toMatchObject({ trouble: 'away' });
    await rename(file, `${file}.aside`);
    await expect(journal.write(write)).rejects.toMatchObject({ trouble: 'away' });
    expect(existsSync(file)).toBe(false);
    await rename(`${file}.aside`, file);
    expect((await journal.write(write)).ok).toBe(true);
    await journal.close();
    expect(await store.sql('select seq from runs')).toEqual([{ seq: 2 }]);
  });

  test('keeps the file to its owner', async () => {
    const journal = await store.replica();
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    for (const suffix of ['', '-wal', '-shm']) expect((await stat(file + suffix)).mode & 0o777).toBe(0o600);
  });

  test('says that another process keeps it locked, answers meanwhile, and goes on when it lets go', async () => {
    const journal = await store.replica({ patienceMs: 200 });
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    const shell = new DatabaseSync(file);
    shell.exec('begin immediate');
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    const write = { run: 'r1', events: [said('x')], as: { expectSeq: 1 } };
    await expect(journal.write(write)).rejects.toMatchObject({ trouble: 'busy' });
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(5);
    expect(await journal.read('r1')).toHaveLength(1);
    shell.exec('rollback');
    shell.close();
    expect((await journal.write(write)).ok).toBe(true);
  });

  test('says where it looked when the directory cannot be one', async () => {
    await writeFile(join(store.place.dataDir, 'plain'), '');
    const dataDir = join(store.place.dataDir, 'plain', 'data');
    await expect(store.replica({ dataDir })).rejects.toMatchObject({
      trouble: 'away',
      place: join(dataDir, 'pks-rescue.db'),
    });
  });
});
