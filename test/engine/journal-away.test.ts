import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Journal, JournalTrouble } from '../../src/ports/journal.ts';
import type { Write } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { stepOf } from '../../src/runs/run.ts';
import { seoyeon } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld({}, process.env.DATABASE_URL);
});
afterEach(() => world.close());

const full = () =>
  new JournalTrouble({
    trouble: 'full',
    place: '/data',
    words: { en: 'The disk is full.', ko: '디스크가 가득 찼습니다.' },
  });

/** `kept`: the store took the write and died before it could say so. */
const failingAt =
  (isFatal: (what: Write<RunEvent>) => boolean, kept: boolean) =>
  (journal: Journal<RunEvent>): Journal<RunEvent> => ({
    ...journal,
    write: async what => {
      if (!isFatal(what)) return journal.write(what);
      if (kept) await journal.write(what);
      throw full();
    },
  });
const once = (isFatal: (what: Write<RunEvent>) => boolean) => {
  let met = false;
  return (what: Write<RunEvent>) => {
    if (met || !isFatal(what)) return false;
    met = true;
    return true;
  };
};
const writes = (kind: RunEvent['kind'], step: string) => (what: Write<RunEvent>) =>
  what.events.some(event => event.kind === kind && 'step' in event && event.step === step);
const counted = (effect: string) => world.truth.effects.filter(each => each === effect).length;

const untilTrouble = async (bot: Awaited<ReturnType<SmallWorld['bot']>>, run: string) => {
  await expect(bot.play(run)).rejects.toThrow('The disk is full.');
};

test('nothing starts while its intent cannot be written, and it goes on when there is room again', async () => {
  const away = { now: true };
  const bot = await world.bot({
    wrap: failingAt(what => away.now && writes('began', 'move-leader')(what), false),
  });
  const run = await bot.start();
  await untilTrouble(bot, run);
  await untilTrouble(bot, run);
  expect(counted('move-leader')).toBe(0);
  away.now = false;
  const over = await bot.play(run);
  expect(over.finished?.outcome).toBe('healed');
  expect(counted('move-leader')).toBe(1);
});

test('an intent that was kept though its answer was lost is looked for, burnt, and begun under a new claim', async () => {
  const bot = await world.bot({ wrap: failingAt(once(writes('began', 'move-leader')), true) });
  const run = await bot.start();
  await untilTrouble(bot, run);
  expect(counted('move-leader')).toBe(0);
  const over = await bot.play(run);
  expect(over.finished?.outcome).toBe('healed');
  expect(counted('move-leader')).toBe(1);
});

test.each([true, false])(
  'an end that cannot be written (kept: %s): the command is not run a second time',
  async kept => {
    const bot = await world.bot({ wrap: failingAt(once(writes('ended', 'recreate')), kept) });
    const run = await bot.start();
    await untilTrouble(bot, run);
    const over = await bot.play(run);
    expect(over.finished?.outcome).toBe('healed');
    expect(counted('recreate')).toBe(1);
  },
);

test('a task id that cannot be written while the command runs ends nothing, and is written with the end', async () => {
  const bot = await world.bot({ wrap: failingAt(once(writes('task', 'recreate')), false) });
  const over = await bot.play(await bot.start());
  expect(over.finished?.outcome).toBe('healed');
  expect(stepOf(over, 'recreate')?.task).toBe('204518');
  expect(bot.lines.join()).toContain('task 204518 is not written down yet');
});

test('an approval that cannot be written is told as trouble, and nothing runs', async () => {
  const bot = await world.bot({ wrap: failingAt(what => 'expectSeq' in what.as, false) });
  const run = await bot.start();
  await bot.untilAsked(run);
  await expect(bot.answer(run, seoyeon, 'approve')).rejects.toThrow('The disk is full.');
  await bot.untilAsked(run);
  expect(counted('move-leader')).toBe(0);
});
