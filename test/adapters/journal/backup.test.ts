import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { botsOn } from './bots.ts';
import { onlyPostgres, onlySqlite, type Store } from './stores.ts';

describe.each(onlySqlite)('a backup on $name', ({ fresh }) => {
  let store: Store;
  const bots = botsOn(() => store);
  beforeEach(async () => {
    store = await fresh();
  });
  afterEach(async () => {
    await bots.killAll();
    await store.remove();
  });

  test('is whole, private and can be opened in place of the store, also while another process writes', async () => {
    const journal = await store.replica();
    const writer = await bots.busyWith('write', 20);
    for (let copy = 0; copy < 3; copy++) {
      const acknowledged = Number(writer.lines().at(-1));
      const dataDir = join(store.place.dataDir, `copy-${copy}`);
      await mkdir(dataDir);
      const file = join(dataDir, 'pks-rescue.db');
      await journal.backup(file);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const restored = await store.replica({ dataDir });
      const entries = await restored.read('r1');
      expect(entries.length).toBeGreaterThanOrEqual(acknowledged);
      expect((await restored.row('r1'))?.seq).toBe(entries.length);
      expect(integrityOf(file)).toEqual({ integrity_check: 'ok' });
    }
  });

  test('never takes the place of a file, and says why there is none', async () => {
    const journal = await store.replica();
    const file = join(store.place.dataDir, 'copy.db');
    await journal.backup(file);
    await expect(journal.backup(file)).rejects.toThrow(`${file} exists already; name another file`);
    await expect(journal.backup('/nonexistent/copy.db')).rejects.toThrow(
      /No backup was made at \/nonexistent\/copy.db: ENOENT.*the journal itself goes on/,
    );
  });
});

const integrityOf = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare('pragma integrity_check').get();
  } finally {
    database.close();
  }
};

describe.each(onlyPostgres)('a backup on $name', ({ fresh }) => {
  test('is made by pg_dump, and the bot says so', async () => {
    const store = await fresh();
    const journal = await store.replica();
    await expect(journal.backup('/tmp/copy')).rejects.toThrow(
      /postgres:\/\/127.0.0.1:\d+\/pks_test_\w+\): .*pg_dump/,
    );
    await store.remove();
  });
});
