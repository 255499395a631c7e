import { afterEach, expect, test } from 'vitest';
import { openAsk, type Run, stepOf } from '../../src/runs/run.ts';
import { seoyeon } from '../support/a-run.ts';
import { type Bot, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
afterEach(() => world.close());

const asks = (step: string) => (run: Run) => openAsk(run)?.step.planned.id === step;
const atTheEnd = (run: Run) => run.finished?.facts.resurrection;
/** The original route up to where resurrection is put back, in a world where its state could not be read before. */
const untilBack = async (): Promise<{ bot: Bot; id: string; asked: Run }> => {
  world = smallWorld({ resurrection: 'unknown' });
  const bot = await world.bot();
  const id = await bot.start('original');
  return { bot, id, asked: await bot.play(id, asks('resurrection-back')) };
};

test('where nobody could read how it was, a person is asked and told what each answer does', async () => {
  const { bot, id, asked } = await untilBack();
  const ask = openAsk(asked);
  expect(ask?.asked).toMatchObject({
    ask: 'approve-or-skip',
    people: 1,
    options: ['skip', 'approve', 'abort'],
  });
  expect(ask?.asked.why.en).toContain('Approve switches it ON for the whole Director; skip leaves it off.');
  expect(ask?.asked.why.en).not.toContain('approved together');
  expect(stepOf(asked, 'resurrection-back')?.planned.people).toBe(1);
  await bot.answer(id, seoyeon, 'approve');
  expect(atTheEnd(await bot.play(id))).toMatchObject({ en: 'on' });
  expect(world.truth.resurrection).toBe('on');
});

test('a person leaves it off, and the summary says that it is', async () => {
  const { bot, id } = await untilBack();
  await bot.answer(id, seoyeon, 'skip');
  expect(atTheEnd(await bot.play(id))).toMatchObject({ en: expect.stringContaining('STILL OFF') });
  expect(world.truth.resurrection).toBe('off');
});

test('what was approved says how it was found, however the read at the start ended', async () => {
  world = smallWorld({ resurrection: 'unknown' });
  const bot = await world.bot();
  const id = await bot.start('original');
  world.truth.resurrection = 'on';
  const run = await bot.play(id);
  expect(stepOf(run, 'resurrection-back')?.asked).toBeNull();
  expect(atTheEnd(run)).toMatchObject({ en: 'on' });
});

test('somebody who put it back meanwhile is not told that it is still off', async () => {
  world = smallWorld();
  const bot = await world.bot();
  const id = await bot.start('original');
  await bot.play(id, run => openAsk(run)?.step.planned.id.startsWith('power-on') === true);
  world.truth.resurrection = 'on';
  const run = await bot.play(id);
  expect(stepOf(run, 'resurrection-back')?.settled?.outcome).toBe('skipped');
  expect(atTheEnd(run)).toMatchObject({ en: 'on' });
});

test('where the Director tells nothing at the end, what this run did is said', async () => {
  const { bot, id } = await untilBack();
  bot.engine.observer.resurrection = async () => 'unknown';
  await bot.answer(id, seoyeon, 'skip');
  expect(atTheEnd(await bot.play(id))).toMatchObject({ en: expect.stringContaining('not on again') });
});
