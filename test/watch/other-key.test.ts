import { afterEach, beforeEach, expect, test } from 'vitest';
import { whyOtherKey } from '../../src/watch/other-key.ts';
import { onlySqlite, type Store } from '../adapters/journal/stores.ts';

let store: Store;
beforeEach(async () => {
  const [engine] = onlySqlite;
  if (!engine) throw new Error('SQLite is always there');
  store = await engine.fresh();
});
afterEach(() => store.remove());

const bot = async (signing: string, old: string[] = [], others: string[] = []) => {
  const journal = await store.replica();
  const known: string[] = [];
  const own = { signing, has: (id: string) => [signing, ...old].includes(id) };
  const why = whyOtherKey({ journal, own, others: async () => others, known: id => known.push(id) });
  const noted = async () =>
    (await journal.readLedger({ kind: 'key' })).map(({ event }) => [event.id, event.why]);
  return { why, known, noted };
};

test('the first bot’s key is the store’s, and a second bot with the same one may sign too', async () => {
  expect(await (await bot('k1')).why()).toBeNull();
  const second = await bot('k1', [], ['k1']);
  expect(await second.why()).toBeNull();
  expect(await second.noted()).toEqual([['k1', 'first']]);
});

test('a second bot with another key signs nothing while the first lives, and says both', async () => {
  await (await bot('k1')).why();
  const second = await bot('k2', [], ['k1']);
  expect((await second.why())?.en).toMatch(/signs answers with the key k1, .* \(k2\).* takes no clicks/);
  expect((await second.why())?.ko).toContain('클릭을 받지 않고');
  expect(await second.noted()).toEqual([['k1', 'first']]);
});

test('a rotated key is written down, and the bot that does not have it yet takes no clicks', async () => {
  await (await bot('k1')).why();
  expect(await (await bot('k2', ['k1'], ['k1'])).why()).toBeNull();
  const late = await bot('k1', [], ['k2']);
  expect((await late.why())?.en).toContain('k2');
  expect(await late.noted()).toEqual([
    ['k1', 'first'],
    ['k2', 'rotated'],
  ]);
});

test('a key that nobody who lives has any more is lost, and known for what it was', async () => {
  await (await bot('k1')).why();
  const next = await bot('k2');
  expect(await next.why()).toBeNull();
  expect(await next.noted()).toEqual([
    ['k1', 'first'],
    ['k2', 'lost'],
  ]);
  expect(next.known).toContain('k1');
});
