import { expect, test } from 'vitest';
import { startPresence } from '../../src/watch/presence.ts';

/** What bots share, and its clock. */
const aStore = () => {
  const kept = new Map<string, unknown>();
  const store = { time: 1_750_000_000_000, away: false };
  const asked = () => {
    if (store.away) throw new Error('the store is away');
  };
  return {
    store,
    journal: {
      recall: async (key: string) => {
        asked();
        return structuredClone(kept.get(key));
      },
      remember: async (key: string, value: unknown) => {
        asked();
        kept.set(key, structuredClone(value));
      },
      now: async () => store.time,
    },
  };
};
const quietly = () => {};

test('two bots on one store know of each other, and of a goodbye', async () => {
  const { journal } = aStore();
  const one = await startPresence(journal, 'host-a/1', quietly);
  expect(await one.count()).toBe(1);
  const two = await startPresence(journal, 'host-b/1', quietly);
  expect([await one.count(), await two.count()]).toEqual([2, 2]);
  await two.leave();
  expect(await one.count()).toBe(1);
  await one.leave();
});

test('a bot that was killed is counted for half a minute', async () => {
  const { journal, store } = aStore();
  await startPresence(journal, 'host-b/1', quietly);
  store.time += 29_000;
  const one = await startPresence(journal, 'host-a/1', quietly);
  expect(await one.count()).toBe(2);
  store.time += 2_000;
  expect(await one.count()).toBe(1);
  await one.leave();
});

test.each([3_600_000, -3_600_000])('a clock that jumps by %i ms leaves this bot counted', async jump => {
  const { journal, store } = aStore();
  const one = await startPresence(journal, 'host-a/1', quietly);
  store.time += jump;
  expect(await one.count()).toBe(1);
  await one.leave();
});

test('a store that is away at the start is no reason not to start', async () => {
  const { journal, store } = aStore();
  store.away = true;
  const lines: string[] = [];
  await startPresence(journal, 'host-a/1', line => lines.push(line));
  expect(lines).toEqual(['not counted among the bots: Error: the store is away']);
});
