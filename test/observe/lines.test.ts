import { expect, test } from 'vitest';
import { etcdAgain } from '../../src/commands/vm.ts';
import type { Command, Ran } from '../../src/model/command.ts';
import { openLines } from '../../src/observe/lines.ts';
import type { RunOptions } from '../../src/ports/jump-host.ts';
import { ranOf } from '../readings/ran.ts';
import { leader } from '../support/a-cluster.ts';

const id = leader.split('/')[1];
const answer = `@@ vm\n${id}\n\n@@ later\n@@ end\n`;
/** A jump host that holds lines for as long as it is not told to end them; what a question over one is answered. */
const world = (
  over: () => Partial<Ran> = () => ({ stdout: answer }),
  says = 'folder /tmp/pks-1\nready\n',
) => {
  const seen = { holds: 0, ended: 0, asked: [] as (readonly string[])[] };
  const naps: { readonly ms: number; readonly signal: AbortSignal | undefined; wake(): void }[] = [];
  const run = async ({ argv }: Command, { onOutput, signal }: RunOptions = {}): Promise<Ran> => {
    if (argv[0] === 'ssh') {
      seen.asked.push(argv);
      return ranOf(argv, { tool: 'sh', ...over() });
    }
    seen.holds += 1;
    onOutput?.(says);
    if (!says.includes('ready')) return ranOf(argv, { exitCode: 11 });
    await new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve()));
    seen.ended += 1;
    return ranOf(argv, { end: 'killed', exitCode: null });
  };
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>(wake => void naps.push({ ms, signal, wake }));
  const lines = openLines({ jumpHost: { run }, clock: { now: () => 0, elapsed: () => 0, sleep } });
  const line = (cid: string | null = 'vm-1') => lines.lineTo('run-1', 'd', { instance: leader, cid });
  const ask = (cid?: string) => line(cid).ask(etcdAgain(5, [7]), 35);
  return { seen, naps, lines, ask };
};

test('readings go over one login, with nothing dialled anew and the VM named in each answer', async () => {
  const { seen, ask, lines } = world();
  expect(await ask()).toEqual({ instance: leader, stdout: '@@ later\n@@ end\n', stderr: '', exitCode: 0 });
  await ask();
  expect(seen.holds).toBe(1);
  expect(seen.asked[0]).toEqual([
    'ssh',
    '-F',
    'none',
    '-oControlMaster=no',
    '-oBatchMode=yes',
    '-oProxyCommand=false',
    '-oControlPath=/tmp/pks-1/s',
    'line',
    'sh .pks-line/ask again 5 7',
  ]);
  await lines.close('run-1', ['master/another']);
  expect(seen.ended).toBe(0);
  await lines.close('run-1');
  expect(seen.ended).toBe(1);
});

test.each<[string, Partial<Ran>]>([
  ['is dead', { exitCode: 255, stderr: 'closed by remote host' }],
  ['leads to another VM', { stdout: answer.replace(id ?? '', '00000000-0000-4000-8000-000000000000') }],
  [
    'lost its user to somebody’s clean-up',
    { exitCode: 1, stdout: `@@ vm\n${id}\n\n`, stderr: 'sudo: you do not exist in the passwd database' },
  ],
  ['gives no answer in time', { end: 'deadline', exitCode: null, stdout: '' }],
])(
  'a line that %s says nothing of its VM: it is closed, and the next question has a new one',
  async (_, said) => {
    const { seen, ask } = world(() => said);
    expect(await ask()).toBeNull();
    await expect.poll(() => seen.ended).toBe(1);
    await ask();
    expect(seen.holds).toBe(2);
  },
);

test('where none can be had, it is said at once, and none is tried again for a minute', async () => {
  const { seen, ask } = world(undefined, 'folder /tmp/pks-1\n');
  expect(await ask()).toBeNull();
  expect(await ask()).toBeNull();
  expect(seen).toMatchObject({ holds: 1, asked: [] });
});

test('another VM of the same master has another line', async () => {
  const { seen, ask } = world();
  await ask('vm-1');
  await ask('vm-2');
  expect(seen).toMatchObject({ holds: 2, ended: 1 });
});

test('a line over which nothing was asked for a minute is closed, as while a person is waited for', async () => {
  const { seen, naps, ask } = world();
  await ask();
  await ask();
  const idle = naps.filter(nap => nap.ms === 60_000);
  expect(idle.map(nap => nap.signal?.aborted)).toEqual([true, false]);
  for (const nap of idle) nap.wake();
  await expect.poll(() => seen.ended).toBe(1);
});
