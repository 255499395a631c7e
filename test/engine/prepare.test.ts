import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runbooks } from '../../src/runbooks/index.ts';
import type { Runbook } from '../../src/runbooks/runbook.ts';
import { openAsk, stepOf } from '../../src/runs/run.ts';
import { alice, jihun, seoyeon } from '../support/a-run.ts';
import type { StepChange } from '../support/a-turn.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => world.close());

const asking = (step: string) => (run: Parameters<typeof stepOf>[0]) => stepOf(run, step)?.state === 'asking';
const counted = (effect: string) => world.truth.effects.filter(each => each === effect).length;

test('a world that cannot be read parks the run with the sentence in both languages; again reads it once more', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  world.truth.unreadable = { en: 'The Director does not answer.', ko: 'Director가 응답하지 않습니다.' };
  const step = stepOf(await bot.untilAsked(run), 'snapshot');
  expect(step?.asked?.ask).toBe('stuck');
  expect(step?.asked?.why.en).toContain('The Director does not answer.');
  expect(step?.asked?.why.ko).toContain('Director가 응답하지 않습니다.');
  world.truth.unreadable = null;
  await bot.answer(run, jihun, 'again');
  expect((await bot.play(run)).finished?.outcome).toBe('healed');
});

test('where what was read makes no command the run waits with a sentence instead of failing over and over', async () => {
  const bot = await world.bot();
  const run = await bot.start('original');
  await bot.play(run, asking('resurrection-off'));
  world.truth.cid = '../../etc/passwd';
  await bot.answer(run, seoyeon, 'approve');
  const over = await bot.play(run);
  const step = stepOf(over, 'delete-vm');
  expect(step?.asked?.ask).toBe('stuck');
  expect(step?.asked?.why.en).toContain('is not a VM CID');
  expect(counted('delete-vm')).toBe(0);
});

test('a fault of the bot itself stands on the card and waits', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  Object.assign(bot.engine.observer, {
    context: async () => {
      throw new TypeError('x is not a function');
    },
  });
  const step = stepOf(await bot.untilAsked(run), 'snapshot');
  expect(step?.asked?.why.en).toContain('This bot failed here: x is not a function.');
  expect(bot.lines.join()).toContain('TypeError');
});

describe('between the approval and the act', () => {
  test('another state voids the approval, shows the difference, and asks anew', async () => {
    const bot = await world.bot();
    const run = await bot.start();
    await bot.play(run, asking('move-leader'));
    world.truth.tasks.push({
      id: '9',
      state: 'processing',
      description: 'create vm',
      deployment: (await bot.run(run)).started.deployment,
      user: 'somebody',
    });
    await bot.answer(run, seoyeon, 'approve');
    const step = stepOf(await bot.untilAsked(run), 'move-leader');
    expect(step?.voided[0]?.approvals).toEqual([seoyeon]);
    expect(step?.voided[0]?.differences[0]?.en).toBe(
      'running tasks: none when it was approved, 9 create vm now',
    );
    expect(counted('move-leader')).toBe(0);
  });
  test('an approver who has left the group counts no more', async () => {
    const left = new Set<string>();
    const bot = await world.bot({
      membership: async person =>
        left.has(person.id) ? { state: 'not-member', group: '@approvers' } : { state: 'member' },
    });
    const run = await bot.start();
    await bot.play(run, asking('move-leader'));
    await bot.answer(run, seoyeon, 'approve');
    left.add(seoyeon.id);
    const step = stepOf(await bot.untilAsked(run), 'move-leader');
    expect(step?.voided[0]?.differences[0]?.en).toContain('Only members of @approvers');
    expect(counted('move-leader')).toBe(0);
    await bot.answer(run, alice, 'approve');
    expect(stepOf(await bot.untilAsked(run), 'move-leader')?.settled?.outcome).toBe('done');
  });
  test('a group that cannot be read at that moment refuses', async () => {
    const away = { now: false };
    const bot = await world.bot({
      membership: async () =>
        away.now
          ? { state: 'unknown', why: { en: 'Slack is away', ko: 'Slack 응답 없음' } }
          : { state: 'member' },
    });
    const run = await bot.start();
    await bot.play(run, asking('move-leader'));
    await bot.answer(run, seoyeon, 'approve');
    away.now = true;
    await bot.untilAsked(run);
    expect(counted('move-leader')).toBe(0);
  });
});

describe('a newer bot', () => {
  const changing = (id: string, change: StepChange): readonly Runbook[] =>
    runbooks.map(book => ({
      ...book,
      steps: cast => book.steps(cast).map(step => (step.id === id ? { ...step, ...change } : step)),
    }));
  const otherRisk = { en: 'Writes pause for two seconds.', ko: '쓰기가 2초 멈춥니다.' };

  test('that says a step in other words under the same version goes on', async () => {
    const first = await world.bot();
    const run = await first.start();
    const second = await world.bot({ runbooks: changing('move-leader', { risk: otherRisk }) });
    expect((await second.play(run)).finished?.outcome).toBe('healed');
  });
  test('that declares it differently asks, showing what was planned and what it is now', async () => {
    const first = await world.bot();
    const run = await first.start();
    const second = await world.bot({ runbooks: changing('move-leader', { version: 3, risk: otherRisk }) });
    const step = stepOf(await second.untilAsked(run), 'move-leader');
    expect(step?.asked?.ask).toBe('approve');
    expect(step?.asked?.why.en).toContain(
      'risk: planned "Writes pause for 0.01 to 0.14 s. No member stops.", now "Writes pause for two seconds."',
    );
    expect((await second.play(run)).finished?.outcome).toBe('healed');
  });
  test('asks even where nobody was asked before', async () => {
    const first = await world.bot();
    const run = await first.start();
    const second = await world.bot({ runbooks: changing('snapshot', { version: 2, guards: () => [] }) });
    const step = stepOf(await second.untilAsked(run), 'snapshot');
    expect(step?.asked).toMatchObject({ ask: 'approve', people: 1 });
    expect(step?.asked?.why.en).toContain('built differently');
    expect(counted('snapshot')).toBe(0);
  });
  test('does not use an approval that was given to the older declaration', async () => {
    const first = await world.bot();
    const run = await first.start();
    await first.play(run, asking('move-leader'));
    await first.answer(run, seoyeon, 'approve');
    const second = await world.bot({ runbooks: changing('move-leader', { version: 3, risk: otherRisk }) });
    const step = stepOf(await second.untilAsked(run), 'move-leader');
    expect(step?.voided[0]?.differences[0]?.en).toContain('now "Writes pause for two seconds."');
    expect(counted('move-leader')).toBe(0);
  });
  test('that no longer has the step waits for a person', async () => {
    const first = await world.bot();
    const run = await first.start();
    const without = runbooks.map(book => ({
      ...book,
      steps: (cast: Parameters<typeof book.steps>[0]) => book.steps(cast).slice(1),
    }));
    const second = await world.bot({ runbooks: without });
    const step = stepOf(await second.untilAsked(run), 'snapshot');
    expect(step?.asked).toMatchObject({ ask: 'stuck', options: ['again', 'abort'] });
    expect(step?.asked?.why.en).toContain('no longer has this step');
  });
});

test('where the channel takes nothing no next step begins by itself, and who says "again" from elsewhere has it go on', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  const why = { en: 'the channel is archived', ko: '보관됨' };
  const channel: { blocked: ((run: string) => typeof why | null) | undefined } = { blocked: () => why };
  Object.assign(bot.engine.channel, channel);
  const step = stepOf(await bot.untilAsked(run), 'snapshot');
  expect([step?.asked?.ask, step?.began]).toEqual(['stuck', null]);
  expect(step?.asked?.why.en).toContain('Nobody can see what this run asks (the channel is archived)');
  expect(counted('snapshot')).toBe(0);
  await bot.answer(run, jihun, 'again');
  const over = await bot.untilAsked(run);
  expect(stepOf(over, 'snapshot')?.state).toBe('settled');
  // The next one asks nobody either, and is held as well.
  Object.assign(bot.engine.channel, { blocked: () => null });
  if (openAsk(over)?.asked.ask === 'stuck') await bot.answer(run, jihun, 'again');
  expect((await bot.play(run)).finished?.outcome).toBe('healed');
});
