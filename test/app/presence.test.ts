import { expect, test } from 'vitest';
import { lastThere, startPresence } from '../../src/watch/presence.ts';

/** What bots share, and its clock. */
const aStore = () => {
  const kept = new Map<string, unknown>();
  const store = { time: 1_750_000_000_000, away: false, kept };
  const asked = () => {
    if (store.away) throw new Error('the store is away');
  };
  return {
    store,
    journal: {
      recallAll: async (prefix: string) => {
        asked();
        const found = [...kept].filter(([key]) => key.startsWith(prefix));
        return new Map(found.map(([key, value]) => [key.slice(prefix.length), structuredClone(value)]));
      },
      forget: async (key: string) => void kept.delete(key),
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
  expect(await one.connections()).toBe(1);
  const two = await startPresence(journal, 'host-b/1', quietly);
  expect([await one.connections(), await two.connections()]).toEqual([2, 2]);
  await two.leave();
  expect(await one.connections()).toBe(1);
  await one.leave();
});

test('a bot that was killed is counted for half a minute', async () => {
  const { journal, store } = aStore();
  await startPresence(journal, 'host-b/1', quietly);
  store.time += 29_000;
  const one = await startPresence(journal, 'host-a/1', quietly);
  expect(await one.connections()).toBe(2);
  store.time += 2_000;
  expect(await one.connections()).toBe(1);
  await one.leave();
});

test.each([3_600_000, -3_600_000])('a clock that jumps by %i ms leaves this bot counted', async jump => {
  const { journal, store } = aStore();
  const one = await startPresence(journal, 'host-a/1', quietly);
  store.time += jump;
  expect(await one.connections()).toBe(1);
  await one.leave();
});

test('a store that is away at the start is no reason not to start', async () => {
  const { journal, store } = aStore();
  store.away = true;
  const lines: string[] = [];
  await startPresence(journal, 'host-a/1', line => lines.push(line));
  expect(lines).toEqual(['not counted among the bots: Error: the store is away']);
});

test('bots that beat at the same moment do not overwrite each other', async () => {
  const { journal } = aStore();
  const bots = await Promise.all(['a/1', 'b/1', 'c/1'].map(name => startPresence(journal, name, quietly)));
  expect(await Promise.all(bots.map(bot => bot.connections()))).toEqual([3, 3, 3]);
});

test('a bot that connects anew before it lets go of the old connection says that it holds two', async () => {
  const { journal } = aStore();
  const [one, two] = [
    await startPresence(journal, 'a/1', quietly),
    await startPresence(journal, 'b/1', quietly),
  ];
  await one.holds(2);
  expect([await one.connections(), await two.connections()]).toEqual([3, 3]);
  await one.holds(1);
  expect(await two.connections()).toBe(2);
});

test('when a bot was last there is known after its goodbye and after its death, and forgotten after a day', async () => {
  const { journal, store } = aStore();
  expect(await lastThere(journal)).toBeNull();
  const one = await startPresence(journal, 'a/1', quietly);
  store.time += 5_000;
  await one.leave();
  expect(await lastThere(journal)).toBe(store.time);
  store.time += 25 * 3_600_000;
  await startPresence(journal, 'a/2', quietly);
  expect([...store.kept.keys()]).toEqual(['bot/a/2']);
});
