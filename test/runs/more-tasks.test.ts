import { afterEach, beforeEach, expect, test } from 'vitest';
import { stepOf } from '../../src/runs/run.ts';
import { type Bot, notesOf, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';
import { runningTasks } from '../support/small-world/truth.ts';

let world: SmallWorld;
let bot: Bot;
beforeEach(async () => {
  world = smallWorld();
  bot = await world.bot();
});
afterEach(() => world.close());

const recreated = async () => {
  const run = await bot.start();
  await bot.play(run, now => stepOf(now, 'recreate')?.state === 'asking');
  return run;
};

test('a lost answer makes the CLI act more than once: the card says so, and all of it is over before anything is concluded', async () => {
  const run = await recreated();
  world.host.tell.dropsAnswers = 2;
  const stillRunning: number[] = [];
  const eyes = bot.engine.eyes.scene;
  Object.assign(bot.engine.eyes, {
    scene: (...args: Parameters<typeof eyes>) => {
      if (args[2] !== null) stillRunning.push(runningTasks(world.truth).length);
      return eyes(...args);
    },
  });
  const over = await bot.play(run);
  expect(over.finished?.outcome).toBe('healed');
  expect(notesOf(over).filter(words => words.startsWith('The Director has 2 more tasks'))).toHaveLength(1);
  expect(notesOf(over).join()).toContain('204518 (recreate), 204519 (recreate)');
  expect(stillRunning.length).toBeGreaterThan(2);
  expect(Math.max(...stillRunning)).toBe(0);
});

test('one task for one act is not worth a word', async () => {
  const over = await bot.play(await recreated());
  expect(notesOf(over)).toEqual([]);
});

test('tasks from before the act are nobody’s doing of this step', async () => {
  const run = await recreated();
  world.truth.tasks.push({
    id: '100',
    state: 'done',
    description: 'recreate',
    deployment: over0(await bot.run(run)),
  });
  expect(notesOf(await bot.play(run))).toEqual([]);
});
const over0 = (run: { started: { deployment: string } }) => run.started.deployment;
