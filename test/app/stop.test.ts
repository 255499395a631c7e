import { expect, test } from 'vitest';
import { type Parts, stopBot } from '../../src/app/stop-bot.ts';

/** Parts that say when they are told to stop, and when they have. */
const someParts = (change: Partial<Parts> = {}) => {
  const said: string[] = [];
  const part = (name: string) => async () => {
    said.push(name);
    await new Promise(resolve => setTimeout(resolve, 5));
    said.push(`${name}.`);
  };
  const parts: Parts = {
    connection: { stop: () => void said.push('connection') },
    slack: { stop: part('slack') },
    driver: { stop: part('driver') },
    timekeeper: { stop: part('timekeeper') },
    watch: { stop: part('watch') },
    status: null,
    reporting: { stop: async () => {} },
    channel: { stop: part('channel') },
    guards: { stop: part('guards') },
    jumpHost: { close: part('jump host') },
    journal: { close: part('journal') },
    ...change,
  };
  return { said, parts };
};

test('intake and driver are stopped before anything is waited for, the watch’s look included', async () => {
  const look = Promise.withResolvers<void>();
  const { said, parts } = someParts({ watch: { stop: () => look.promise } });
  const stopped = stopBot(parts);
  expect(said).toEqual(['connection', 'slack', 'driver', 'timekeeper']);
  look.resolve();
  await stopped;
  expect(said.slice(-4)).toEqual(['jump host', 'jump host.', 'journal', 'journal.']);
});

test('the outbox is stopped after the driver’s last write', async () => {
  const { said, parts } = someParts();
  await stopBot(parts);
  expect(said.indexOf('channel')).toBeGreaterThan(said.indexOf('driver.'));
});

test('a part that cannot be stopped keeps no other from it, and is told', async () => {
  const { said, parts } = someParts({ slack: { stop: () => Promise.reject(new Error('the socket hangs')) } });
  await expect(stopBot(parts)).rejects.toThrow('the socket hangs');
  expect(said).toContain('journal.');
});
