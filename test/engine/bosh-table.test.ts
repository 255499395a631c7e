import { afterEach, expect, test } from 'vitest';
import { drawRun } from '../../src/messages/draw-run.ts';
import { powerOffId, powerOnId } from '../../src/runbooks/powered-off.ts';
import { stepOf } from '../../src/runs/run.ts';
import { readAloud } from '../support/block-texts.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';
import { follower, leader, victim } from '../support/small-world/truth.ts';

let world: SmallWorld;
afterEach(() => world.close());

const played = async (route: 'gentle' | 'original') => {
  world = smallWorld();
  const bot = await world.bot();
  return bot.play(await bot.start(route));
};

test('the original route shows `bosh is` after the steps where the runbook does, and after no other', async () => {
  const run = await played('original');
  const shown = run.steps.flatMap(({ planned, settled }) =>
    settled?.table ? [[planned.id, settled.table.rows] as const] : [],
  );
  expect(shown.map(([id]) => id)).toEqual(['delete-vm', 'recreate', powerOffId(leader), powerOnId(follower)]);
  const states = new Map(
    shown.map(([id, rows]) => [
      id,
      Object.fromEntries(rows.map(row => [row.process ?? row.instance, row.state])),
    ]),
  );
  expect(states.get('delete-vm')).toEqual({ [victim]: '', [leader]: 'running', [follower]: 'running' });
  expect(states.get('recreate')).toMatchObject({ '': 'failing', fluentd: 'running' });
  expect(states.get('recreate')?.etcd).not.toBe('running');
  expect(states.get(powerOnId(follower))).toEqual({
    [victim]: 'running',
    [leader]: 'running',
    [follower]: 'running',
  });
});

test('after the second power-off the table is what BOSH told right before it, for nobody is asked without quorum', async () => {
  const run = await played('original');
  const table = stepOf(run, powerOffId(leader))?.settled?.table;
  expect(table?.before).toBe(true);
  expect(table?.rows.find(row => row.instance === leader)?.state).toBe('off (vCenter)');
  expect(table?.rows.map(row => row.instance)).toHaveLength(3);
});

test('after the second power-off no card says whether a member has joined that nobody can ask', async () => {
  const run = await played('original');
  const since = stepOf(run, powerOffId(leader))?.began?.at ?? Number.NaN;
  const until = stepOf(run, powerOnId(leader))?.settled?.at ?? Number.NaN;
  const between = run.steps.filter(step => (step.began?.at ?? 0) >= since && (step.began?.at ?? 0) <= until);
  expect(between.length).toBeGreaterThanOrEqual(2);
  for (const step of between)
    for (const locale of ['en', 'ko'] as const) {
      expect(step.settled?.words[locale]).not.toMatch(/joined|합류/);
      const drawn = drawRun(run, null, locale).find(each => each.key === `step/${step.planned.id}`);
      expect(readAloud(drawn?.blocks ?? [])).not.toMatch(/joined|합류/);
    }
});

test('the gentle route shows the processes of the one that was built again', async () => {
  const run = await played('gentle');
  expect(run.steps.flatMap(({ planned, settled }) => (settled?.table ? [planned.id] : []))).toEqual([
    'recreate',
  ]);
});
