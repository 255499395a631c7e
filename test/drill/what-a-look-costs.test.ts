import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tallyFrom } from '../../drill/director-tally.ts';
import { faults } from '../../drill/foundation/faults/index.ts';
import { type Foundation, startFoundation } from '../../drill/foundation/foundation.ts';
import { deploymentName, scaledTimings } from '../../drill/foundation/machine.ts';
import { createLocalJumpHost } from '../../src/adapters/jump-host/local.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { openObserver } from '../../src/observe/observer.ts';
import type { JumpHost } from '../../src/ports/jump-host.ts';
import { createRedactor } from '../../src/readings/redact.ts';
import { settings } from '../support/a-turn.ts';

/** What `/pks etcd-status` costs the Director, counted by the Director: CI holds these numbers. */
let folder: string;
let foundation: Foundation;
let jumpHost: JumpHost;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'look-costs-'));
  foundation = await startFoundation({
    folder: join(folder, 'box'),
    etcd: 'modelled',
    timings: scaledTimings,
    quickTools: true,
  });
  jumpHost = createLocalJumpHost({
    env: { ...foundation.env, HOME: folder, PATH: `${foundation.toolsPath}:${process.env.PATH}` },
    folder: join(folder, 'jump-host'),
    redact: createRedactor({ secrets: [] }),
  });
});
afterAll(async () => {
  await jumpHost?.close();
  await foundation?.stop();
  await rm(folder, { recursive: true, force: true });
});

const kept = new Map<string, unknown>();
const status = async () => {
  const observer = openObserver({
    jumpHost,
    journal: {
      recall: async (key: string) => kept.get(key),
      remember: async (key: string, value: unknown) => void kept.set(key, value),
    } as never, // nothing else is asked
    clock: systemClock,
    settings,
    secondLookMs: 300,
  });
  const tally = tallyFrom(foundation.director);
  const seen = await observer.look(
    { cluster: 'dev-1', deployment: deploymentName },
    { needs: ['director', 'hash'] },
  );
  const verdict = 'masters' in seen ? verdictOf(seen).name : seen.unread;
  // Nobody waits for a clean-up, which is the last task of a login.
  await expect.poll(() => tally().directorTasks - 2 * tally().logins).toBeGreaterThan(0);
  return { verdict, ...tally() };
};

test('a status is three tasks of the Director’s and one login, the first one as any other', async () => {
  for (const _ of ['the first', 'one that knows the masters'])
    expect(await status()).toEqual({ verdict: 'healthy', directorTasks: 3, logins: 1, looks: 1 });
});

test('of one whose VM is off it is a login for each other master, by name', async () => {
  kept.clear();
  await foundation.machines.masters[0]?.powerOff();
  expect(await status()).toMatchObject({ logins: 2 });
  // The resurrector brings it back.
  await expect.poll(async () => (await status()).verdict, { timeout: 15_000 }).toBe('healthy');
});

test('of a cluster with one failed member it is three tasks too', async () => {
  const { release } = await faults['raft-log-lost'].inject(foundation.machines);
  await expect.poll(async () => (await status()).verdict, { timeout: 15_000 }).toBe('raft-log-lost');
  expect(await status()).toMatchObject({ directorTasks: 3, logins: 1 });
  release();
});
