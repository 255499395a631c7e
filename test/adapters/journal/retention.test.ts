import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRecord } from '../../../src/adapters/journal/read-record.ts';
import type { Journal } from '../../../src/ports/journal.ts';
import { verifyStore } from '../../../src/record/verify-store.ts';
import { engines, type Said, type Store, said } from './stores.ts';

describe.each(engines)('a run that is deleted as old, on $name', ({ fresh }) => {
  let store: Store;
  let journal: Journal<Said>;
  beforeEach(async () => {
    store = await fresh();
    journal = await store.replica();
  });
  afterEach(() => store.remove());

  const opened = async (run: string, cluster: string, ...then: 'finish'[]) => {
    await journal.open({ run, cluster }, said('started'));
    for (const each of then)
      await journal.write({ run, events: [said('over')], as: { expectSeq: 1 }, then: each });
  };
  const breaches = async () => {
    const { record, close } = await readRecord(store.place, null);
    const found = await verifyStore(record, { anchors: new Map(), only: null, sealing: null });
    await close();
    return found.breaches;
  };

  test('leaves its last hash in the ledger, and verify takes it as told; a live one and a newer one stay', async () => {
    await opened('old', 'dev-1', 'finish');
    await opened('live', 'dev-2');
    const last = (await journal.read('old')).at(-1)?.hash;
    const now = await journal.now();
    expect(await journal.deleteFinishedBefore(now - 60_000)).toEqual([]);
    expect(await journal.deleteFinishedBefore(now + 60_000)).toEqual(['old']);
    expect((await journal.rows()).map(({ run }) => run)).toEqual(['live']);
    expect([await journal.read('old'), await journal.row('old')]).toEqual([[], null]);
    const [told] = await journal.readLedger({ kind: 'deleted' });
    expect(told?.event).toEqual({ kind: 'deleted', run: 'old', seq: 2, hash: last, unchained: null });
    expect(await breaches()).toEqual([]);
  });

  test('is told from one that was removed by hand', async () => {
    await opened('old', 'dev-1', 'finish');
    await journal.deleteFinishedBefore((await journal.now()) + 60_000);
    await opened('another', 'dev-3', 'finish');
    await store.sql("insert into deleting values ('another')");
    await store.sql("delete from entries where run = 'another'");
    await store.sql("delete from runs where id = 'another'");
    expect(await breaches()).toEqual([{ run: 'another', seq: null, how: 'run-removed' }]);
  });

  test('goes by the bot alone: by hand no entry can be deleted', async () => {
    await opened('old', 'dev-1', 'finish');
    await expect(store.sql("delete from entries where run = 'old'")).rejects.toThrow('append-only');
  });
});
