import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Membership } from '../../src/model/person.ts';
import { openAsk, stepOf } from '../../src/runs/run.ts';
import { alice, jihun, seoyeon } from '../support/a-run.ts';
import { type Bot, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';
import { nextCid } from '../support/small-world/truth.ts';

/** Every change asks two, and the requester may break the glass. */
let [small, bot] = [undefined as unknown as SmallWorld, undefined as unknown as Bot];
let breaker: Membership = { state: 'member' };
beforeEach(async () => {
  breaker = { state: 'member' };
  small = smallWorld();
  bot = await small.bot({
    peopleRule: { change: 2, belowQuorum: 2 },
    breakers: async ({ id }) => (id === jihun.id ? breaker : { state: 'not-member', group: '@break-glass' }),
  });
});
afterEach(() => small.close());

const reason = 'nobody answers the pager';
const breaks = (run: string, by = jihun) =>
  bot.answer(run, by, 'approve', { breaksGlass: true, reason, via: 'modal' });
const started = async (cure: 'gentle' | 'original' = 'gentle') => {
  const run = await bot.start(cure);
  return { run, step: openAsk(await bot.untilAsked(run))?.step.planned.id ?? '' };
};

test('one person brings a run to its end, and every entry from there on, its facts and its ask say so', async () => {
  const { run, step } = await started();
  expect((await breaks(run)).ok).toBe(true);
  let now = await bot.untilAsked(run);
  expect(stepOf(now, step)).toMatchObject({ state: 'settled', approvedBy: [jihun], glass: true });
  for (let ask = openAsk(now); ask; ask = openAsk(now)) {
    expect(ask.asked).toMatchObject({ people: 1, glass: true });
    expect((await bot.answer(run, jihun, 'approve')).ok).toBe(true);
    now = await bot.untilAsked(run);
  }
  expect(now.finished).toMatchObject({
    outcome: 'healed',
    facts: { 'break-glass': { en: `jihun: ${reason}` } },
  });
  const entries = await bot.journal.read(run);
  const from = entries.findIndex(({ event }) => event.kind === 'glass-broken');
  const unmarked = entries
    .slice(from + 1)
    .filter(({ event }) => 'attempt' in event && event.glass !== true)
    .map(({ event }) => event.kind);
  expect(unmarked).toEqual([]);
  // The rule's own number stays in the entry.
  expect(entries.filter(({ event }) => event.kind === 'asked' && event.people < 2)).toEqual([]);
});

test('a state that differs voids it as any approval, and a guard that refuses stands', async () => {
  const { run, step } = await started();
  small.truth.cid = nextCid;
  await breaks(run);
  const now = await bot.untilAsked(run);
  expect(stepOf(now, step)?.began).toBeNull();
  expect(stepOf(now, step)?.voided).toHaveLength(1);
});

test('who lost the right between the click and the act is not believed', async () => {
  const { run, step } = await started();
  await breaks(run);
  breaker = { state: 'not-member', group: '@break-glass' };
  const now = await bot.untilAsked(run);
  expect(stepOf(now, step)).toMatchObject({ began: null, state: 'asking' });
  expect(JSON.stringify(stepOf(now, step)?.voided)).toContain('Only members of @break-glass');
});

test('an approver who is no member of the group breaks nothing, and nobody does on the original route', async () => {
  const { run } = await started();
  expect(await breaks(run, seoyeon)).toMatchObject({ ok: false });
  await bot.desk.abort(run, alice, 'slash');
  await bot.untilAsked(run);
  const original = await started('original');
  expect(openAsk(await bot.run(original.run))?.asked.breakable).toBeUndefined();
  const refused = await breaks(original.run);
  expect(refused.ok ? '' : refused.words.en).toMatch(/never lowers the people of the original route/);
});

test('what is pasted into the reason of a skip or a broken glass is written down without its secrets', async () => {
  const { run } = await started();
  await bot.answer(run, jihun, 'approve', {
    breaksGlass: true,
    reason: 'nobody\n is here  password=hunter2hunter2',
  });
  const text = JSON.stringify(await bot.journal.read(run));
  expect(text).toContain('nobody is here');
  expect(text).not.toContain('hunter2hunter2');
});

test('typed, it takes two codes, the second for the command with the reason, and neither alone', async () => {
  const { run } = await started();
  const typed = (code: string | null, why = '') =>
    bot.desk.typed({ run, answer: 'approve', breaksGlass: true, code, by: jihun, reason: why });
  const first = await typed(null);
  const code = first.ok && 'code' in first ? first.code : '';
  expect(await typed(code, 'short')).toMatchObject({ ok: false });
  const second = await typed(code, reason);
  expect(second).toMatchObject({ ok: true, wrong: false, glass: { reason } });
  const sure = second.ok && 'code' in second ? second.code : '';
  expect(await typed(sure, 'another reason than that one')).toMatchObject({ wrong: true });
  expect((await bot.run(run)).glass).toBeNull();
  expect(await typed(sure, reason)).toMatchObject({ ok: true, counted: 1, people: 1 });
  expect((await bot.run(run)).glass).toMatchObject({ by: jihun, via: 'slash', reason });
});
