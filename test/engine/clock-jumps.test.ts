import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Run, stepOf } from '../../src/runs/run.ts';
import { alice, seoyeon } from '../support/a-run.ts';
import { type Bot, notesOf, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';
import { runningTasks } from '../support/small-world/truth.ts';

const hour = 3_600_000;
const jumps = [hour, -hour];

let world: SmallWorld;
let bot: Bot;
beforeEach(async () => {
  world = smallWorld();
  bot = await world.bot();
});
afterEach(() => world.close());

const asking = (step: string) => (run: Run) => stepOf(run, step)?.state === 'asking';
const now = () => world.time.clock.elapsed();

/** Calls `then` at the nth look that is taken to prove a step. */
const atLook = (step: string, nth: number, then: () => void) => {
  const context = bot.engine.observer.context;
  let looks = 0;
  Object.assign(bot.engine.observer, {
    context: (...[run, ...rest]: Parameters<typeof context>) => {
      if (stepOf(run, step)?.state === 'ended' && ++looks === nth) then();
      return context(run, ...rest);
    },
  });
};

/** How long a step was looked at, by a clock that nobody sets, while the host's jumps at the third look. */
const watchedFor = async (step: string, jump: number, run: () => Promise<Run>) => {
  let from = 0;
  atLook(step, 1, () => {
    from = now();
  });
  atLook(step, 3, () => world.time.jump(jump));
  let to = 0;
  const write = bot.engine.journal.write;
  Object.assign(bot.engine.journal, {
    write: (...[what]: Parameters<typeof write>) => {
      const over = what.events.some(e => (e.kind === 'settled' || e.kind === 'asked') && e.step === step);
      if (over) to = now();
      return write(what);
    },
  });
  const over = await run();
  return { over, seconds: (to - from) / 1000 };
};

describe.each(jumps)('a host clock that jumps by %i ms', jump => {
  test('makes no hold shorter and none longer', async () => {
    const { over, seconds } = await watchedFor('verify', jump, async () => bot.play(await bot.start()));
    expect(over.finished?.outcome).toBe('healed');
    expect(seconds).toBeGreaterThanOrEqual(10);
    expect(seconds).toBeLessThan(13);
  });

  test('ends no watch after a power-off early, and none late', async () => {
    world.truth.joinsWhenLed = false;
    const run = await bot.start('original');
    const step = 'power-off-774bfafe';
    await bot.play(run, asking(step));
    await bot.answer(run, seoyeon, 'approve');
    await bot.answer(run, alice, 'approve');
    const { over, seconds } = await watchedFor(step, jump, () => bot.untilAsked(run));
    expect(stepOf(over, step)?.settled?.words.en).toContain('has not joined');
    expect(seconds).toBeGreaterThanOrEqual(5);
    expect(seconds).toBeLessThan(8);
  });

  test('neither cuts the wait for what a command did nor draws it out', async () => {
    const run = await bot.start();
    await bot.play(run, asking('recreate'));
    await bot.answer(run, seoyeon, 'approve');
    atLook('recreate', 1, () => {
      world.truth.fluentdBroken = true;
    });
    const { over, seconds } = await watchedFor('recreate', jump, () => bot.untilAsked(run));
    expect(stepOf(over, 'recreate')?.asked?.ask).toBe('stuck');
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThan(33);
  });

  test('concludes nothing while anything that appeared with the act still runs', async () => {
    const run = await bot.start();
    await bot.play(run, asking('recreate'));
    world.host.tell.dropsAnswers = 1;
    const stillRunning: number[] = [];
    atLook('recreate', 1, () => void stillRunning.push(runningTasks(world.truth).length));
    await bot.answer(run, seoyeon, 'approve');
    const driving = bot.untilAsked(run);
    while (!notesOf(await bot.run(run)).some(words => words.includes('is also at work')))
      await world.time.clock.sleep(500);
    world.time.jump(2 * jump);
    await driving;
    expect(stillRunning).toEqual([0]);
  });

  test('gives a jump host that is away as long as before', async () => {
    const run = await bot.start();
    await bot.play(run, asking('recreate'));
    const letEnd = world.host.holdBack('recreate');
    await bot.answer(run, seoyeon, 'approve');
    const driving = bot.untilAsked(run);
    while (!world.truth.effects.includes('recreate')) await world.time.clock.sleep(100);
    Object.assign(world.host.tell, { away: true, loses: 1 });
    letEnd();
    while (!notesOf(await bot.run(run)).some(words => words.includes('cannot be asked')))
      await world.time.clock.sleep(500);
    world.time.jump(jump);
    await world.time.clock.sleep(15_000);
    world.host.tell.away = false;
    const over = await driving;
    expect(stepOf(over, 'recreate')?.settled?.outcome).toBe('done');
  });
});
