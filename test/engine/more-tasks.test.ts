import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Run, stepOf } from '../../src/runs/run.ts';
import { jihun, seoyeon } from '../support/a-run.ts';
import { dyingAt } from '../support/small-world/mortal-journal.ts';
import { type Bot, notesOf, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';
import { botUser, deployment, runningTasks, type TaskTruth } from '../support/small-world/truth.ts';

let world: SmallWorld;
let bot: Bot;
beforeEach(async () => {
  world = smallWorld();
  bot = await world.bot();
});
afterEach(() => world.close());

const asking = (step: string) => (run: Run) => stepOf(run, step)?.state === 'asking';
const toStep = async (step: string, cure: 'gentle' | 'original' = 'gentle') => {
  const run = await bot.start(cure);
  await bot.play(run, asking(step));
  return run;
};
const counted = (effect: string) => world.truth.effects.filter(each => each === effect).length;

/** What somebody else has the Director do, and when it is over. */
const colleague = (change: Partial<TaskTruth>, seconds: number): TaskTruth => {
  const task: TaskTruth = {
    id: String(204_518 + world.truth.tasks.length),
    state: 'processing',
    description: 'create deployment',
    deployment,
    user: 'colleague',
    ...change,
  };
  world.truth.tasks.push(task);
  void world.time.clock.sleep(seconds * 1000).then(() => {
    if (task.state === 'processing') task.state = 'done';
  });
  return task;
};
/** As soon as the act runs. */
const whileRunning = async (effect: string, then: () => void) => {
  while (counted(effect) === 0) await world.time.clock.sleep(100);
  then();
};
/** How many tasks ran each time that the world was read back. */
const readBackWhile = () => {
  const running: number[] = [];
  const context = bot.engine.observer.context;
  Object.assign(bot.engine.observer, {
    context: (...args: Parameters<typeof context>) => {
      if (args[2] !== null) running.push(runningTasks(world.truth).length);
      return context(...args);
    },
  });
  return running;
};

test('a lost answer makes the CLI act more than once: what it did not print is told as nobody’s, and all of it is over before anything is concluded', async () => {
  const run = await toStep('recreate');
  world.host.tell.dropsAnswers = 2;
  const running = readBackWhile();
  const over = await bot.play(run);
  expect(over.finished?.outcome).toBe('healed');
  expect(notesOf(over)).toEqual([
    `task 204518 (recreate instance) by ${botUser}, task 204519 (recreate instance) by ${botUser} are also at work; whose they are can’t be told. Waited for and never cancelled from here; abort to go on without waiting.`,
  ]);
  expect(running.length).toBeGreaterThan(2);
  expect(Math.max(...running)).toBe(0);
});

test('one task for one act is not worth a word', async () => {
  expect(notesOf(await bot.play(await toStep('recreate')))).toEqual([]);
});

test('cck scans and applies: two tasks for one act are not worth a word either, and the second is followed', async () => {
  const over = await bot.play(await bot.start('original'));
  expect(over.finished?.outcome).toBe('healed');
  expect(notesOf(over)).toEqual([]);
  const applied = world.truth.tasks.find(task => task.description === 'apply resolutions');
  expect(stepOf(over, 'cck')?.task).toBe(applied?.id);
});

test('an abort while cck applies cancels what applies, and not the scan that is over', async () => {
  const run = await toStep('cck', 'original');
  await bot.answer(run, seoyeon, 'approve');
  const driving = bot.untilAsked(run);
  while (!world.truth.tasks.some(task => task.description === 'apply resolutions'))
    await world.time.clock.sleep(100);
  await bot.desk.abort(run, jihun, 'slash');
  const over = await driving;
  expect(counted('cancel-task')).toBe(1);
  expect(world.truth.tasks.map(task => `${task.description} ${task.state}`).slice(-2)).toEqual([
    'scan cloud done',
    'apply resolutions cancelled',
  ]);
  expect(notesOf(over).filter(words => words.includes('cancel'))).toHaveLength(1);
});

test('tasks from before the act are nobody’s doing of this step', async () => {
  const run = await toStep('recreate');
  colleague({ id: '100', state: 'done', description: 'recreate instance', user: botUser }, 0);
  expect(notesOf(await bot.play(run))).toEqual([]);
});

describe('what others have the Director do meanwhile', () => {
  test('is waited for and named, with whose client it is', async () => {
    const run = await toStep('recreate');
    const running = readBackWhile();
    void whileRunning('recreate', () => colleague({}, 30));
    const over = await bot.play(run);
    expect(notesOf(over)).toEqual([
      'task 204519 (create deployment) by colleague is also at work; whose it is can’t be told. Waited for and never cancelled from here; abort to go on without waiting.',
    ]);
    expect(Math.max(...running)).toBe(0);
    expect(over.finished?.outcome).toBe('healed');
  });

  test.each<[string, Partial<TaskTruth>]>([
    ['a deploy of the same deployment', {}],
    ['a deploy by the client that the bot uses too', { user: botUser }],
    ['the same act by somebody else', { description: 'recreate instance' }],
    ['the same act by the client that the bot uses too', { description: 'recreate instance', user: botUser }],
    ['the VM of another cluster', { description: 'delete vm vm-of-another', deployment: '', user: botUser }],
  ])('is never cancelled by an abort: %s', async (_what, change) => {
    const run = await toStep('recreate');
    let theirs: TaskTruth | null = null;
    void whileRunning('recreate', () => {
      theirs = colleague(change, 600);
    });
    await bot.answer(run, seoyeon, 'approve');
    const driving = bot.untilAsked(run);
    while (theirs === null) await world.time.clock.sleep(100);
    await bot.desk.abort(run, jihun, 'slash');
    const over = await driving;
    expect(over.finished?.outcome).toBe('aborted');
    expect(counted('cancel-task')).toBe(1);
    expect(theirs).toMatchObject({ state: 'processing' });
    expect(world.truth.tasks.find(task => task.id === stepOf(over, 'recreate')?.task)?.state).toBe(
      'cancelled',
    );
  });
});

test('an abort cancels the task that the CLI printed, and none that it may have asked for before an answer was lost', async () => {
  const run = await toStep('recreate');
  world.host.tell.dropsAnswers = 1;
  await bot.answer(run, seoyeon, 'approve');
  const driving = bot.untilAsked(run);
  await whileRunning('recreate', () => {});
  await bot.desk.abort(run, jihun, 'slash');
  await driving;
  expect(world.truth.tasks.map(task => task.state)).toEqual(['processing', 'cancelled']);
});

test('the act’s own task is found again after the Director has had a hundred others', async () => {
  const mortal = dyingAt(
    (_nth, events) => events.some(e => e.kind === 'task' && e.step === 'recreate'),
    'after',
  );
  const first = await world.bot({ wrap: mortal.wrap });
  const run = await first.start();
  const letEnd = world.host.holdBack('recreate');
  await Promise.race([first.play(run), mortal.died]);
  first.die();
  world.host.restart();
  const looking = (i: number): TaskTruth => ({
    id: String(300_000 + i),
    state: 'done',
    description: 'retrieve vm-stats',
    deployment,
    user: botUser,
  });
  world.truth.tasks.push(...Array.from({ length: 100 }, (_, i) => looking(i)));
  const running = readBackWhile();
  const driving = bot.untilAsked(run);
  await world.time.clock.sleep(20_000);
  expect(running).toEqual([]);
  letEnd();
  const over = await driving;
  expect(stepOf(over, 'recreate')?.settled?.words.en).toContain('The Director ended task 204518 as done.');
});
