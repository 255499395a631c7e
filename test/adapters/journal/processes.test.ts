import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../src/adapters/journal/migrations.ts';
import { botsOn } from './bots.ts';
import { engines, type Store, said } from './stores.ts';

describe.each(engines)('real processes on one $name store', ({ fresh }) => {
  let store: Store;
  const bots = botsOn(() => store);
  beforeEach(async () => {
    store = await fresh();
  });
  afterEach(async () => {
    await bots.killAll();
    await store.remove();
  });

  test('migrate once when four start at the same moment', async () => {
    const four = Array.from({ length: 4 }, () => bots.start('open'));
    await new Promise(resolve => setTimeout(resolve, 400));
    for (const each of four) each.go();
    await Promise.all(four.map(each => each.ended));
    expect(four.map(each => [each.lines(), each.complaint()])).toEqual(four.map(() => [['opened'], '']));
    expect(await store.sql('select version from schema_version')).toEqual([{ version: migrations.length }]);
  });

  test('migrate once when eight journals of one process open at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => store.replica()));
    expect(await store.sql('select version from schema_version')).toEqual([{ version: migrations.length }]);
  });

  test('lose no acknowledged entry by kill -9, and leave no gap', async () => {
    let acknowledged = 1;
    for (let kill = 0; kill < 3; kill++) {
      const writer = await bots.busyWith('write', 10 + kill * 7);
      await writer.kill();
      acknowledged = Math.max(acknowledged, ...writer.lines().slice(1).map(Number));
      const journal = await store.replica();
      const entries = await journal.read('r1');
      expect(entries.length).toBeGreaterThanOrEqual(acknowledged);
      expect(entries.map(entry => [entry.seq, entry.event])).toEqual(
        entries.map((_, i) => [i + 1, said(String(i + 1))]),
      );
      expect((await journal.row('r1'))?.seq).toBe(entries.length);
    }
  });

  test('take over the run of one that was killed at once, and not of one that lives', async () => {
    const driver = await bots.busyWith('drive', 1);
    expect(JSON.parse(driver.lines().at(-1) ?? '')).toMatchObject({ run: 'r1', epoch: 1 });
    const journal = await store.replica();
    expect(await journal.claim('r1')).toBeNull();
    await driver.kill();
    expect(await journal.claim('r1')).toMatchObject({ run: 'r1', epoch: 2 });
  });
});
