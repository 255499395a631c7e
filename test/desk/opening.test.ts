import { afterEach, describe, expect, test } from 'vitest';
import { whyNotOpened as whyNot } from '../../src/desk/opening.ts';
import { contextBefore } from '../../src/desk/plan.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { exampleContext } from '../../src/runbooks/example.ts';
import type { StepContext } from '../../src/runbooks/runbook.ts';
import { broken, clusterOf, etcdOf, files, m1, m2, statusOf, tocommit } from '../cluster/build.ts';
import { jihun } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const whyNotOpened = (context: StepContext) => whyNot(context, {});
const { settings } = exampleContext('move-leader');
const sick = (
  change: Parameters<typeof clusterOf>[0] = {},
  more: Parameters<typeof clusterOf>[1] = {},
): StepContext =>
  contextBefore('run-1', clusterOf({ [m1]: broken(tocommit), ...change }, more), m1, settings, 'move-leader');
const task = {
  id: '204847',
  state: 'processing',
  description: 'create deployment',
  deployment: 'd',
  user: '',
};

describe('a run is not opened', () => {
  test.each<[string, StepContext, string, number?]>([
    [
      'beside a task',
      sick({}, { tasks: [task] }),
      'first 204847 (create deployment, processing); wait for it',
    ],
    [
      'beside a lock',
      sick({}, { locks: [{ type: 'deployment', resource: 'd', taskId: '9' }] }),
      'held by task 9',
    ],
    [
      'of a master that somebody stopped',
      sick({ [m1]: broken(tocommit, { desired: 'stopped' }) }),
      `then \`bosh start ${m1} --no-converge\` first`,
    ],
    ['on a cluster with an ignored master', sick({ [m2]: { ignored: true } }), '`bosh unignore` them first'],
    [
      'where nobody read whether the persistent disk is attached',
      sick({ [m1]: broken(tocommit, { files: { ...(files ?? never()), mounted: null } }) }),
      '(mountpoint); look again',
      2, // its verdict says so too
    ],
    [
      'while a member of the pair lags',
      sick({ [m2]: { etcd: etcdOf(m2, { later: statusOf(m2, { raftAppliedIndex: 4000 }) }) } }),
      '1000',
      2, // nor is its verdict then one of the victim's
    ],
  ])('%s, and the refusal says so with numbers and the next move', (_when, context, words, open = 1) => {
    const why = whyNotOpened(context);
    expect(why?.en).toContain(`No run was opened: ${open} of 18 conditions for a start do not hold.`);
    expect(why?.en).toContain(words);
    expect(why?.ko).toContain(`시작 조건 18개 중 ${open}개`);
  });

  test('and every condition that does not hold is in the list', () => {
    const why = whyNotOpened(sick({ [m2]: { ignored: true } }, { tasks: [task], locks: null }));
    expect(why?.en.match(/^• /gm)).toHaveLength(2);
  });
});

test('the snapshot is still to come, so its absence keeps no run from being opened', () =>
  expect(whyNotOpened(sick())).toBeNull());

test('a busy cluster is refused before anything is written: no run blocks it afterwards', async () => {
  world = smallWorld({ tasks: [{ ...task, deployment: 'x' }] });
  const bot = await world.bot();
  const request = { cluster: 'dev-1', cure: 'gentle', by: jihun, channel: 'C0INCIDENT42' };
  const refused = await bot.desk.recover(request);
  expect(refused).toMatchObject({ ok: false, words: { en: expect.stringContaining('204847') } });
  expect(await bot.journal.rows({})).toEqual([]);
  world.truth.tasks.length = 0;
  expect(await bot.desk.recover(request)).toMatchObject({ ok: true });
});

test('a first look that saw too little is taken once more before anybody is refused', async () => {
  world = smallWorld();
  const bot = await world.bot();
  const { look } = bot.engine.observer;
  let looks = 0;
  Object.assign(bot.engine.observer, {
    look: async (...question: Parameters<typeof look>) => {
      const seen = await look(...question);
      looks += 1;
      if (looks > 1 || isMissed(seen)) return seen;
      return {
        ...seen,
        masters: seen.masters.map(m => ({ ...m, etcd: m.etcd && { ...m.etcd, hash: null } })),
      };
    },
  });
  const request = { cluster: 'dev-1', cure: 'gentle', by: jihun, channel: 'C0INCIDENT42' };
  expect(await bot.desk.recover(request)).toMatchObject({ ok: true });
  expect(looks).toBe(2);
});

const never = (): never => {
  throw new Error('the builder has files');
};
