import { afterEach, beforeEach, expect, test } from 'vitest';
import { tooSoon } from '../../src/desk/snapshot-limit.ts';
import { fold, openAsk } from '../../src/runs/run.ts';
import { jihun, seoyeon } from '../support/a-run.ts';
import { type Bot, outcomes, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => world.close());

const request = { cluster: null, by: jihun, channel: 'C1' };
const snapshot = async (bot: Bot): Promise<string> => {
  const opened = await bot.desk.snapshot(request);
  return opened.ok ? opened.run : expect.fail(opened.words.en);
};

test('a snapshot alone asks one approver before anything is saved, and once for all masters', async () => {
  const bot = await world.bot();
  const run = await snapshot(bot);
  const asked = await bot.untilAsked(run);
  expect(openAsk(asked)?.asked.people).toBe(1);
  expect(openAsk(asked)?.asked.why.en).toContain('every Secret of the cluster');
  expect(world.truth.effects).toEqual([]);
  expect((await bot.answer(run, jihun, 'approve')).ok).toBe(false);
  expect((await bot.answer(run, seoyeon, 'approve')).ok).toBe(true);
  const over = await bot.untilAsked(run);
  expect(over.finished?.outcome, JSON.stringify(outcomes(over))).toBe('saved');
  expect(over.steps.filter(step => step.asked)).toHaveLength(1);
});

test('a second one within the hour is refused, naming the first; one that saved nothing does not count', async () => {
  const bot = await world.bot();
  const left = await snapshot(bot);
  await bot.untilAsked(left);
  await bot.answer(left, seoyeon, 'abort');
  await bot.untilAsked(left);
  const run = await snapshot(bot);
  await bot.untilAsked(run);
  await bot.answer(run, seoyeon, 'approve');
  await bot.untilAsked(run);
  const again = await bot.desk.snapshot(request);
  expect(again).toMatchObject({ ok: false, run });
  await world.time.clock.sleep(3_600_000);
  expect((await bot.desk.snapshot(request)).ok).toBe(true);
});

test('a run that cannot be read may have been a snapshot, and counts from its end', async () => {
  const row = { run: 'x', cluster: 'c', startedAt: 0, finishedAt: 5_000_000, seq: 9, awake: false };
  expect(await tooSoon([row], async () => null, 5_000_001)).toMatchObject({ ok: false, run: 'x' });
  expect(await tooSoon([row], async () => null, 5_000_000 + 3_600_000)).toBeNull();
});

test('a snapshot that waits for approval gives way to a recovery, and says so', async () => {
  const bot = await world.bot();
  const waits = await snapshot(bot);
  await bot.untilAsked(waits);
  const recovering = bot.desk.recover({ ...request, cure: null, by: seoyeon });
  let over = fold(await bot.journal.read(waits));
  while (!over.abort) {
    await world.time.clock.sleep(100);
    over = fold(await bot.journal.read(waits));
  }
  over = await bot.untilAsked(waits);
  const recovery = await recovering;
  expect(recovery).toMatchObject({ ok: true });
  expect(over.finished?.words.en).toMatch(/^Gave way to `\/pks recover`/);
  expect(world.truth.effects).toEqual([]);
});

test('a recovery that is refused takes no snapshot run away', async () => {
  const bot = await world.bot();
  const waits = await snapshot(bot);
  await bot.untilAsked(waits);
  expect(await bot.desk.recover({ ...request, cure: 'no-such-cure' })).toMatchObject({ ok: false });
  expect(fold(await bot.journal.read(waits)).abort).toBeNull();
});
