import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Run, stepOf } from '../../src/runs/run.ts';
import { alice, jihun, seoyeon } from '../support/a-run.ts';
import { dyingAt } from '../support/small-world/mortal-journal.ts';
import {
  type Bot,
  notesOf,
  outcomes,
  type SmallWorld,
  smallWorld,
} from '../support/small-world/small-world.ts';
import { follower, leader } from '../support/small-world/truth.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => world.close());

const asking = (step: string) => (run: Run) => stepOf(run, step)?.state === 'asking';
const counted = (effect: string) => world.truth.effects.filter(each => each === effect).length;

/** Approved and running, held back until `letEnd`. */
const running = async (bot: Bot, step: string, effect: string, cure: 'gentle' | 'original' = 'gentle') => {
  const run = await bot.start(cure);
  const before = counted(effect);
  await bot.play(run, asking(step));
  const letEnd = world.host.holdBack(effect);
  await bot.answer(run, seoyeon, 'approve');
  const driving = bot.untilAsked(run);
  driving.catch(() => {}); // its process may be killed
  while (counted(effect) === before) await world.time.clock.sleep(100);
  return { run, driving, letEnd };
};

test('an abort while a step waits ends the run before it, and nothing runs', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  await bot.play(run, asking('move-leader'));
  expect((await bot.answer(run, seoyeon, 'abort')).ok).toBe(true);
  const over = await bot.untilAsked(run);
  expect(over.finished?.outcome).toBe('aborted');
  expect(world.truth.effects).toEqual(['snapshot', 'snapshot-copy']);
});

test('an act does not begin after an abort between its approval and it', async () => {
  const bot = await world.bot({
    // The abort is written while the state is read for the last time.
    wrap: journal => ({
      ...journal,
      write: async what => {
        if (what.events.some(e => e.kind === 'began' && e.step === 'move-leader'))
          await bot.desk.abort(what.run, jihun, 'slash');
        return journal.write(what);
      },
    }),
  });
  const run = await bot.start();
  const over = await bot.play(run);
  expect(over.finished?.outcome).toBe('aborted');
  expect(counted('move-leader')).toBe(0);
});

test('a running task is cancelled once, followed to its end, and told as the Director tells it', async () => {
  const bot = await world.bot();
  const { run, driving } = await running(bot, 'recreate', 'recreate');
  await bot.desk.abort(run, jihun, 'slash');
  const over = await driving;
  expect(counted('cancel-task')).toBe(1);
  expect(notesOf(over).filter(words => words.startsWith('Cancel requested'))).toHaveLength(1);
  expect(stepOf(over, 'recreate')?.settled).toMatchObject({ outcome: 'cancelled' });
  expect(stepOf(over, 'recreate')?.settled?.words.en).toContain(
    'The Director ended task 204518 as cancelled.',
  );
  expect(over.finished?.outcome).toBe('aborted');
});

test('a task that ends before the cancellation reaches it finished anyway, and the card says so', async () => {
  const bot = await world.bot();
  const { run, driving, letEnd } = await running(bot, 'recreate', 'recreate');
  world.truth.cancelsTooLate = true;
  await bot.desk.abort(run, jihun, 'slash');
  while (counted('cancel-task') === 0) await world.time.clock.sleep(50);
  letEnd();
  const over = await driving;
  expect(stepOf(over, 'recreate')?.settled?.outcome).toBe('done');
  expect(stepOf(over, 'recreate')?.settled?.words.en).toMatch(
    /^Abort was asked for, and it finished anyway\. .*as done/,
  );
  expect(over.finished?.outcome).toBe('aborted');
});

test('a cancellation that the Director refuses is not called requested: why not is said once, and it is asked again until it is taken', async () => {
  const bot = await world.bot();
  const { run, driving } = await running(bot, 'recreate', 'recreate');
  world.truth.refusesCancel = 'Director responded with non-successful status code 500';
  await bot.desk.abort(run, jihun, 'slash');
  while (counted('cancel-task') < 3) await world.time.clock.sleep(100);
  const sofar = notesOf(await bot.run(run));
  expect(sofar).toHaveLength(1);
  expect(sofar[0]).toMatch(/^The cancellation of task 204518 was not taken: .*500/);
  world.truth.refusesCancel = null;
  const over = await driving;
  expect(notesOf(over).filter(words => words.startsWith('Cancel requested'))).toHaveLength(1);
  expect(stepOf(over, 'recreate')?.settled?.words.en).toContain('ended task 204518 as cancelled');
});

test('a cancellation whose answer is lost is looked up: the Director took it, so it is not asked for twice', async () => {
  const bot = await world.bot();
  const { run, driving } = await running(bot, 'recreate', 'recreate');
  world.host.tell.loses = 1;
  await bot.desk.abort(run, jihun, 'slash');
  const over = await driving;
  expect(counted('cancel-task')).toBe(1);
  expect(notesOf(over).filter(words => words.startsWith('Cancel requested'))).toHaveLength(1);
});

test('a task that had ended already is not called cancelled', async () => {
  const bot = await world.bot();
  const { run, driving, letEnd } = await running(bot, 'recreate', 'recreate');
  const task = world.truth.tasks.find(each => each.id === '204518');
  if (task) task.state = 'error';
  await bot.desk.abort(run, jihun, 'slash');
  while (counted('cancel-task') === 0) await world.time.clock.sleep(100);
  letEnd();
  const over = await driving;
  expect(notesOf(over)[0]).toBe(
    'Task 204518 was not cancelled: it had ended as error before the Director was asked.',
  );
  expect(notesOf(over).join()).not.toContain('Cancel requested');
});

test('a bot that is killed after it asked to cancel does not ask a second time', async () => {
  const mortal = dyingAt(
    (_nth, events) => events.some(e => e.kind === 'noted' && e.about === 'cancel'),
    'after',
  );
  const first = await world.bot({ wrap: mortal.wrap });
  const { run } = await running(first, 'recreate', 'recreate');
  await first.desk.abort(run, jihun, 'slash').catch(() => {});
  await mortal.died;
  first.die();
  const second = await world.bot();
  const over = await second.untilAsked(run);
  expect(counted('cancel-task')).toBe(1);
  expect(over.finished?.outcome).toBe('aborted');
});

test('a short act without a task runs to its end, and nothing follows it', async () => {
  const bot = await world.bot();
  const { run, driving, letEnd } = await running(bot, 'move-leader', 'move-leader');
  await bot.desk.abort(run, jihun, 'slash');
  await world.time.clock.sleep(3000);
  letEnd();
  const over = await driving;
  expect(notesOf(over).some(words => words.includes('cannot be stopped half-way'))).toBe(true);
  expect(stepOf(over, 'move-leader')?.settled?.outcome).toBe('done');
  expect(outcomes(over).slice(3, 5)).toEqual(['monit-start dropped', 'recreate dropped']);
});

test('a backup is stopped on the jump host, and the run does not wait for anybody after it', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  world.host.holdBack('backup');
  const playing = bot.play(run);
  while (counted('backup') === 0) await world.time.clock.sleep(100);
  await bot.desk.abort(run, jihun, 'slash');
  const over = await playing;
  expect(stepOf(over, 'backup')?.ended?.end).toBe('killed');
  expect(stepOf(over, 'backup')?.settled?.outcome).toBe('cancelled');
  expect(over.finished?.outcome).toBe('aborted');
});

test('aborted right after a power-off, while it is watched, the run still offers to power that master on', async () => {
  const bot = await world.bot();
  const run = await bot.start('original');
  const off = 'power-off-774bfafe';
  await bot.play(run, asking(off));
  world.truth.joinsWhenLed = false;
  await bot.answer(run, seoyeon, 'approve');
  await bot.answer(run, alice, 'approve');
  const driving = bot.untilAsked(run);
  while (stepOf(await bot.run(run), off)?.state !== 'ended') await world.time.clock.sleep(20);
  await bot.desk.abort(run, jihun, 'slash');
  const parked = await driving;
  expect(stepOf(parked, off)?.settled?.outcome).toBe('cancelled');
  expect(stepOf(parked, 'undo-power-on-774bfafe')?.asked?.line).toContain('vm.power -on');
  expect(world.truth.power[follower]).toBe('off');
  await bot.answer(run, seoyeon, 'approve');
  world.truth.joined = true;
  const over = await bot.play(run);
  expect(world.truth.power).toMatchObject({ [leader]: 'on', [follower]: 'on' });
  expect(world.truth.resurrection).toBe('on');
  expect(over.finished?.outcome).toBe('aborted');
});

test('a second abort is answered with who was first', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  await bot.play(run, asking('move-leader'));
  await bot.desk.abort(run, jihun, 'slash');
  const second = await bot.desk.abort(run, seoyeon, 'button');
  expect(second).toMatchObject({
    ok: false,
    words: { en: expect.stringMatching(/already asked for by jihun/) },
  });
});

test('an abort in the very moment of the last entry is not lost, and there is exactly one final state', async () => {
  const bot = await world.bot({
    wrap: journal => ({
      ...journal,
      write: async what => {
        if (what.then === 'finish' && !aborted) {
          aborted = true;
          expect((await bot.desk.abort(what.run, jihun, 'slash')).ok).toBe(true);
        }
        return journal.write(what);
      },
    }),
  });
  let aborted = false;
  const over = await bot.play(await bot.start());
  expect(over.finished?.outcome).toBe('aborted');
  const finals = (await bot.journal.read(over.id)).filter(({ event }) => event.kind === 'finished');
  expect(finals).toHaveLength(1);
});
