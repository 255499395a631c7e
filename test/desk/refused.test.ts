import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAsk } from '../../src/runs/run.ts';
import { alice, jihun, seoyeon } from '../support/a-run.ts';
import { type Bot, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
let bot: Bot;
let run: string;
beforeEach(async () => {
  world = smallWorld();
  bot = await world.bot();
  run = await bot.start();
  await bot.play(run, now => openAsk(now)?.step.planned.id === 'move-leader');
});
afterEach(() => world.close());

const refused = async () =>
  (await bot.journal.readLedger({ kind: 'refused' })).map(({ event }) => [
    event.answer,
    Object(event.by).id,
    event.why,
  ]);

test('a forbidden, a stale and a late click are each written down, with who, what and why, and move no run', async () => {
  const before = (await bot.run(run)).seq;
  expect((await bot.answer(run, jihun, 'approve')).ok).toBe(false);
  const stale = {
    run,
    step: 'recreate',
    attempt: 1,
    nonce: 'x'.repeat(16),
    answer: 'approve',
    by: alice,
    via: 'button',
  };
  expect((await bot.desk.answer({ ...stale, answer: 'approve', via: 'button' })).ok).toBe(false);
  expect((await bot.desk.answer({ ...stale, run: 'run-nowhere', answer: 'skip', via: 'cli' })).ok).toBe(
    false,
  );
  expect(await refused()).toEqual([
    ['approve', jihun.id, expect.stringContaining('You asked for this run')],
    ['approve', alice.id, expect.stringContaining('from an older state of the run')],
    ['skip', alice.id, expect.stringContaining('There is no run run-nowhere')],
  ]);
  expect((await bot.run(run)).seq).toBe(before);
});

test('a bot that cannot sign takes no click but an abort, and that is written down too', async () => {
  const words = { en: 'another key', ko: '다른 키' };
  const deaf = bot.deskOver({ ...bot.engine, takesNoClicks: () => words });
  const ask = openAsk(await bot.run(run));
  const click = {
    run,
    step: 'move-leader',
    attempt: ask?.step.attempt ?? 0,
    nonce: ask?.asked.digest ?? '',
    by: seoyeon,
  };
  expect(await deaf.answer({ ...click, answer: 'approve', via: 'button' })).toMatchObject({
    ok: false,
    words,
  });
  expect(await refused()).toEqual([['approve', seoyeon.id, 'another key']]);
  expect((await deaf.abort(run, jihun, 'slash')).ok).toBe(true);
});
