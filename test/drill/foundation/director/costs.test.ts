import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { tallyFrom } from '../../../../drill/director-tally.ts';
import { type Cost, pricesOf, realCosts, timesFaster } from '../../../../drill/foundation/costs.ts';
import { armFaults } from '../../../../drill/foundation/director/faults.ts';
import { openTaskBoard } from '../../../../drill/foundation/director/tasks.ts';
import { sweepTimings } from '../../../../drill/foundation/machine.ts';
import { readOptions } from '../../../../drill/options.ts';
import { asJson, D, openBox, quickTimings } from './box.ts';

const ask = { type: 'ssh', description: 'ssh', user: 'me', deployment: null } as const;

/** Work that ends when the test says so. */
const openWork = () => {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const work = (at: number) => async () => {
    begun.push(at);
    await new Promise<void>(resolve => ends.set(at, resolve));
    return null;
  };
  const until = async (count: number) => {
    while (begun.length < count) await sleep(5);
  };
  return { begun, work, until, end: (at: number) => ends.get(at)?.() };
};

describe('task workers', () => {
  test('three tasks are worked on at a time; the others are queued and begin in the order in which they came', async () => {
    const board = openTaskBoard(armFaults([]), 1, 3);
    const { begun, work, until, end } = openWork();
    const tasks = [0, 1, 2, 3, 4].map(at => board.start(ask, work(at)));
    await until(3);
    expect(tasks.map(task => task.state)).toEqual([
      'processing',
      'processing',
      'processing',
      'queued',
      'queued',
    ]);
    end(1);
    await until(4);
    expect([begun, tasks[4]?.state]).toEqual([[0, 1, 2, 3], 'queued']);
    for (const at of [0, 2, 3]) end(at);
    await until(5);
    end(4);
    while (tasks.some(task => task.state !== 'done')) await sleep(5);
    await board.stop();
  });

  test('a task that fails, and one that was cancelled while it was queued, leave their worker to the next', async () => {
    const board = openTaskBoard(armFaults([]), 1, 1);
    const failing = board.start(ask, () => Promise.reject(new Error('no')));
    const cancelled = board.start(ask, async () => null);
    board.cancel(cancelled);
    const last = board.start(ask, async () => 'well');
    while (last.state !== 'done') await sleep(5);
    expect([failing.state, cancelled.state]).toEqual(['error', 'cancelled']);
  });

  test('a Director that stops does not wait for those that are queued', async () => {
    const board = openTaskBoard(armFaults([]), 1, 1);
    const working = board.start(ask, async job => {
      await job.wait(3600);
      return null;
    });
    const queued = board.start(ask, async () => null);
    while (working.state !== 'processing') await sleep(5);
    await board.stop();
    expect(queued.state).not.toBe('done');
  });
});

describe('what a command costs', () => {
  const costs: readonly Cost[] = ['command', 'sshTask', 'instancesTask', 'govc'];

  test('is a real foundation’s, within the jitter, at any scale, and nothing where nobody asked for it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...costs), fc.integer({ min: 1, max: 1000 }), (cost, times) => {
        const price = pricesOf(timesFaster(realCosts, times));
        const real = realCosts[cost] / times;
        for (let roll = 0; roll < 20; roll++)
          expect(Math.abs(price(cost) / real - 1)).toBeLessThanOrEqual(realCosts.jitter + 1e-9);
        expect(pricesOf(null)(cost)).toBe(0);
      }),
    );
    const price = pricesOf(realCosts);
    expect(new Set(Array.from({ length: 20 }, () => price('command'))).size).toBe(20);
  });

  test('is by name: bosh ssh 6 s with its line, instances 4 s, others 1 s, govc 2 s; the sweeps have it over 60', () => {
    const { command, sshTask, instancesTask, govc, workers } = realCosts;
    expect(command + sshTask + 0.1).toBeCloseTo(6);
    expect([command + instancesTask, command, govc, workers]).toEqual([4, 1, 2, 3]);
    expect(sweepTimings.costs).toMatchObject({ govc: 2 / 60, workers: 3 });
  });

  test('is asked for by --director slow, over N by slow=N, and is nothing by default; another word is a sentence', () => {
    expect(readOptions([])).toMatchObject({ director: null });
    expect(readOptions(['--director', 'quick'])).toMatchObject({ director: null });
    expect(readOptions(['--director', 'slow'])).toMatchObject({ director: realCosts });
    expect(readOptions(['--director', 'slow=10'])).toMatchObject({ director: { command: 0.1, workers: 3 } });
    for (const word of ['slower', 'slow=', 'slow=0', 'slow=x', 'slow=-1', ''])
      expect(() => readOptions(['--director', word])).toThrow(`--director ${word} is not known`);
  });
});

describe('a slow Director', () => {
  let box: Awaited<ReturnType<typeof openBox>>;
  afterEach(() => box.director.stop());
  const open = async (times: number) => {
    box = await openBox({ timings: { ...quickTimings, costs: timesFaster(realCosts, times) } });
  };
  const login = (command: 'setup' | 'cleanup') =>
    box.client.begin(
      'POST',
      `${D}/ssh`,
      asJson({ command, target: { job: 'master' }, params: { user: 'bosh_1', user_regex: '^bosh_1' } }),
    );
  const instances = () => box.client.begin('GET', `${D}/instances?format=full`);
  const stateOf = (id: number) => box.director.tasks().find(task => task.id === id)?.state;
  const least = (seconds: number, times: number) => (seconds * 1000 * (1 - realCosts.jitter)) / times - 2;

  /** Once this task is at work: how many of those before it are over. */
  const overWhenBegun = async (id: number, before: readonly number[]) => {
    while (stateOf(id) === 'queued') await sleep(1);
    return before.filter(other => stateOf(other) === 'done').length;
  };

  test('lets the third of three parallel logins wait until the listing or another login is over', async () => {
    await open(20);
    const before = [await instances(), await login('setup'), await login('setup')];
    expect(await overWhenBegun(await login('setup'), before)).toBeGreaterThan(0);
  });

  test('works on a login’s clean-up as long as on its set-up, and later logins wait for that', async () => {
    await open(20);
    const before = [await login('cleanup'), await login('cleanup'), await login('cleanup')];
    expect(await overWhenBegun(await login('setup'), before)).toBeGreaterThan(0);
  });

  test('takes its time for the login, the listing and the set-up, and none for a question to its database', async () => {
    await open(20);
    const took = async (work: () => Promise<unknown>) => {
      const since = performance.now();
      await work();
      return performance.now() - since;
    };
    expect(await took(() => box.client.read('/info'))).toBeGreaterThanOrEqual(least(1, 20));
    expect(await took(async () => box.client.follow(await instances()))).toBeGreaterThanOrEqual(least(3, 20));
    expect(await took(async () => box.client.follow(await login('setup')))).toBeGreaterThanOrEqual(
      least(4.9, 20),
    );
  });

  test('is counted by the box: every task, the set-ups among them, and the listings with a task or without', async () => {
    await open(1000);
    await box.client.follow(await instances());
    const tally = tallyFrom(box.director);
    expect(tally()).toEqual({ directorTasks: 0, logins: 0, looks: 0 });
    await box.client.follow(await instances());
    await box.client.read(`${D}/instances`);
    await login('setup');
    await login('cleanup');
    expect(tally()).toEqual({ directorTasks: 3, logins: 1, looks: 2 });
  });
});
