import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createLocalJumpHost } from '../../src/adapters/jump-host/local.ts';
import { silenceWatch } from '../../src/engine/silence-watch.ts';
import { fellSilent, type Ran, stoppedOnRequest } from '../../src/model/command.ts';
import { createRedactor } from '../../src/readings/redact.ts';
import { fastClock } from '../support/fast-clock.ts';
import { alive } from '../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'pks-silence-'));
const host = createLocalJumpHost({
  env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/nowhere' },
  folder,
  redact: createRedactor({ secrets: [] }),
  graceSeconds: 0.3,
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const nobodyAborts = new AbortController().signal;

/** Run as the engine does, on a clock 20 times as fast. */
const run = async (script: string, silenceSeconds: number | undefined, claim: string): Promise<Ran> => {
  const watch = silenceWatch(fastClock(), silenceSeconds, () => {});
  const ran = await host.run(
    {
      ...{ tool: 'bbr', argv: ['sh', '-c', script], effect: 'changes', deadlineSeconds: 60, silenceSeconds },
    },
    { claim, ...watch.orBy(nobodyAborts) },
  );
  watch.stop();
  return watch.told(ran, async () => false);
};

test('a command that falls silent is ended with every process that it started, and its end says so', async () => {
  const ran = await run('echo begun; sleep 71.5 & echo $!; wait', 10, 'silent');
  expect(ran).toMatchObject({ end: 'deadline', exitCode: null });
  expect(ran.why).toContain('printed nothing for 10 s');
  expect(fellSilent(ran)).toBe(true);
  const [, child] = ran.stdout.split('\n');
  expect(Number(child)).toBeGreaterThan(1);
  expect(alive(Number(child))).toBe(false);
});

test('the end is told also by whoever follows it after a silence, and is an abort where somebody aborted', async () => {
  const ran = await run('sleep 71.5', 10, 'again');
  const killed: Ran = { ...ran, end: 'killed', why: stoppedOnRequest };
  const { told, stop } = silenceWatch(fastClock(), 600, () => {});
  stop();
  expect(await told(killed, async () => false)).toMatchObject({ end: 'deadline' });
  expect(await told(killed, async () => true)).toBe(killed);
  const other: Ran = { ...killed, why: 'sh was ended by SIGKILL, which this bot did not send' };
  expect(await told(other, async () => false)).toBe(other);
});

test('one that goes on printing is not, however long it takes', async () => {
  const ran = await run('for i in 1 2 3 4 5 6; do echo $i; sleep 0.3; done', 20, 'talks');
  expect(ran).toMatchObject({ end: 'exited', exitCode: 0 });
  expect(fellSilent(ran)).toBe(false);
});

test('one that nobody bounds may be silent', async () => {
  expect(await run('sleep 0.5', undefined, 'unbound')).toMatchObject({ end: 'exited', exitCode: 0 });
});

describe('a bot that stood still itself', () => {
  test('counts that time as one look: what was printed meanwhile has not been heard yet', async () => {
    let now = 0;
    let sleeps = 0;
    const watch = silenceWatch(
      {
        elapsed: () => now,
        sleep: async () => {
          sleeps++;
          now += sleeps === 2 ? 3_600_000 : 1000;
          if (sleeps === 4) watch.stop();
        },
      },
      60,
      () => {},
    );
    await new Promise(resolve => setImmediate(resolve));
    expect(sleeps).toBe(4);
    expect(watch.orBy(nobodyAborts).signal.aborted).toBe(false);
  });
});
