import { afterEach, expect, test } from 'vitest';
import { outcomes, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
afterEach(() => world.close());

test('the gentle route heals, each act once', async () => {
  world = smallWorld();
  const bot = await world.bot();
  const run = await bot.play(await bot.start());
  expect(outcomes(run)).toEqual([
    'snapshot done',
    'snapshot-copy done',
    'move-leader done',
    'monit-start skipped',
    'recreate done',
    'canary done',
    'canary-delete done',
    'verify done',
    'backup done',
  ]);
  expect(run.finished?.outcome).toBe('healed');
  expect(world.truth.effects).toEqual([
    'snapshot',
    'snapshot-copy',
    'move-leader',
    'recreate',
    'canary-put',
    'canary-delete',
    'backup',
  ]);
});

test('the original route heals too, approved by two people where it costs quorum', async () => {
  world = smallWorld();
  const bot = await world.bot();
  const run = await bot.play(await bot.start('original'));
  expect(run.finished?.outcome).toBe('healed');
  expect(world.truth.effects).toEqual([
    'backup',
    'snapshot',
    'snapshot-copy',
    'resurrection',
    'delete-vm',
    'cck',
    'recreate',
    'power-off',
    'power-off',
    'power-on',
    'power-on',
    'resurrection',
    'canary-put',
    'canary-delete',
    'backup',
  ]);
  const second = run.steps.find(step => step.planned.id === 'power-off-8cdf6298');
  expect(second?.approvedBy.map(person => person.name)).toEqual(['seoyeon', 'alice']);
  expect(second?.asked?.ask).toBe('approve-or-skip');
  expect(world.truth.resurrection).toBe('on');
});
