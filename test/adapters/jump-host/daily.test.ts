import { expect, test } from 'vitest';
import type { Carrier } from '../../../src/adapters/jump-host/carrier.ts';
import { createDaily } from '../../../src/adapters/jump-host/daily.ts';
import { createFenceCalls } from '../../../src/adapters/jump-host/fence-calls.ts';
import { createOutput } from '../../../src/adapters/jump-host/output.ts';
import { createWatch } from '../../../src/adapters/jump-host/watch.ts';
import { createRedactor } from '../../../src/readings/redact.ts';

const hour = 3_600_000;

test('a day is over after 24 hours and not before, however often it is asked', () => {
  let now = 0;
  const isDue = createDaily(() => now);
  expect([isDue(), isDue()]).toEqual([true, false]);
  now = 23 * hour;
  expect(isDue()).toBe(false);
  now = 24 * hour;
  expect([isDue(), isDue()]).toEqual([true, false]);
});

test('a bot that runs for days puts the fence there, and so prunes, once a day', async () => {
  let now = 0;
  const carried: string[] = [];
  const carrier: Carrier = {
    name: 'x',
    carry: async (argv, call) => {
      carried.push(argv.includes('install') ? 'install' : (argv[2] ?? ''));
      call.onStdout(Buffer.from('@@pks-fence 1\nend never-started\n'));
      return { end: 'done', exitCode: 0, stderr: '' };
    },
    close: async () => {},
  };
  const calls = createFenceCalls(
    { carrier, remoteFolder: 'far', elapsed: () => now },
    new AbortController().signal,
  );
  const ask = async () => {
    const output = createOutput({ folder: '/nowhere', redact: createRedactor({ secrets: [] }) });
    await calls.ask('look', ['claim'], createWatch(output), { deadlineSeconds: 1 });
  };
  await ask();
  now = 20 * hour;
  await ask();
  now = 25 * hour;
  await ask();
  expect(carried).toEqual(['install', 'look', 'look', 'install', 'look']);
});
