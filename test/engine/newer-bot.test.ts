import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runbooks } from '../../src/runbooks/index.ts';
import type { Runbook } from '../../src/runbooks/runbook.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { type Run, stepOf } from '../../src/runs/run.ts';
import { same } from '../../src/words.ts';
import { jihun, seoyeon } from '../support/a-run.ts';
import type { StepChange } from '../support/a-turn.ts';
import { dyingAt } from '../support/small-world/mortal-journal.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => world.close());

const changing = (id: string, change: StepChange): readonly Runbook[] =>
  runbooks.map(book => ({
    ...book,
    steps: cast =>
      book
        .steps(cast)
        .map(step => (step.id === id ? { ...step, version: step.version + 1, ...change } : step)),
  }));
/** A newer bot that takes anything for done. */
const credulous = changing('move-leader', {
  risk: same('None at all.'),
  proof: () => ({ state: 'holds', words: same('it is surely done'), facts: { leader: 'nobody' } }),
});
const asking = (step: string) => (run: Run) => stepOf(run, step)?.state === 'asking';
const moves = () => world.truth.effects.filter(effect => effect === 'move-leader').length;
const writes = (kind: RunEvent['kind']) => (_nth: number, events: readonly RunEvent[]) =>
  events.some(event => event.kind === kind && 'step' in event && event.step === 'move-leader');

/** An old bot began the move and is killed once it had written its end. */
const ended = async () => {
  const mortal = dyingAt(writes('ended'), 'after');
  const old = await world.bot({ wrap: mortal.wrap });
  const run = await old.start();
  await Promise.race([old.play(run), mortal.died]);
  old.die();
  return run;
};
/** The same, with the jump host restarted in the middle: no exit code is left. */
const unknown = async () => {
  world.host.holdBack('move-leader');
  const mortal = dyingAt(writes('ended'), 'before');
  const old = await world.bot({ wrap: mortal.wrap });
  const run = await old.start();
  await old.play(run, asking('move-leader'));
  await old.answer(run, seoyeon, 'approve');
  void old.untilAsked(run).catch(() => {});
  while (moves() === 0) await world.time.clock.sleep(100);
  old.die();
  world.host.restart();
  return run;
};
const move = (run: Run) => stepOf(run, 'move-leader');

test('a command that never started is said to have run nothing, and nothing is read back for it', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  await bot.play(run, asking('move-leader'));
  const host = bot.engine.jumpHost;
  Object.assign(bot.engine, {
    jumpHost: {
      ...host,
      run: async (...order: Parameters<typeof host.run>) =>
        order[1]?.claim === undefined
          ? host.run(...order)
          : {
              command: order[0],
              ...{ end: 'not-started', exitCode: null, why: 'bosh was not found on the jump host’s PATH' },
              ...{ stdout: '', stderr: '', sha256: '', lines: 0, seconds: 0 },
            },
    },
  });
  await bot.answer(run, seoyeon, 'approve');
  const asked = move(await bot.untilAsked(run))?.asked;
  expect(asked?.why.en).toMatch(/^Nothing ran: bosh was not found on the jump host’s PATH/);
  expect(asked?.why.en).not.toContain('Read back');
});

test('a bot that no longer has the step of a command that is over says so and waits', async () => {
  const run = await ended();
  const without = runbooks.map(book => ({
    ...book,
    steps: (cast: Parameters<Runbook['steps']>[0]) =>
      book.steps(cast).filter(step => step.id !== 'move-leader'),
  }));
  const bot = await world.bot({ runbooks: without });
  const asked = move(await bot.untilAsked(run))?.asked;
  expect(asked?.ask).toBe('stuck');
  expect(asked?.why.en).toContain('no longer has this step of the run. Start the version that planned it');
  expect(moves()).toBe(1);
});

test('a newer bot that would leave a step out which cannot run either offers to, instead of standing still', async () => {
  await world.close();
  world = smallWorld({ fluentdBroken: false });
  const old = await world.bot();
  const run = await old.start();
  old.die();
  const bot = await world.bot({ runbooks: changing('recreate', { risk: same('None at all.') }) });
  const step = stepOf(await bot.play(run), 'recreate');
  expect(step?.asked).toMatchObject({ ask: 'stuck', options: ['skip', 'again', 'abort'] });
  expect(step?.asked?.why.en).toMatch(
    /would leave it out: no other process is failing on it\. Skip it, or abort; it could not run now: the verdict is healthy/,
  );
  await bot.answer(run, seoyeon, 'skip');
  const over = await bot.play(run);
  expect(stepOf(over, 'recreate')?.settled?.outcome).toBe('skipped');
  expect(over.finished?.outcome).toBe('healed');
});

describe('a newer bot that declares a step otherwise, after an older one began it', () => {
  test('concludes nothing from its own proof: it asks, showing the difference and what it reads', async () => {
    const run = await ended();
    const bot = await world.bot({ runbooks: credulous });
    const asked = move(await bot.untilAsked(run))?.asked;
    expect(asked).toMatchObject({ ask: 'settle', options: ['happened', 'again', 'abort'] });
    expect(asked?.why.en).toMatch(
      /^Its command is over\. .*now "None at all\.".*Seen now: it is surely done/,
    );
    expect(asked?.why.ko).toContain('스스로 판단하지 않습니다');
    await bot.answer(run, seoyeon, 'happened');
    const settled = move(await bot.untilAsked(run))?.settled;
    expect(settled).toMatchObject({ outcome: 'done', facts: { leader: 'nobody' } });
    expect(settled?.words.en).toMatch(/^seoyeon looked and says that it happened/);
  });

  test('considers the step anew where the person says that it did not happen', async () => {
    const run = await ended();
    world.truth.joined = false;
    const bot = await world.bot({ runbooks: credulous });
    await bot.untilAsked(run);
    await bot.answer(run, seoyeon, 'again');
    const again = move(await bot.untilAsked(run));
    expect(again?.asked?.ask).toBe('approve');
    expect(moves()).toBe(1);
  });

  test('gives way to the older version, which goes on by itself when it is started again', async () => {
    const run = await ended();
    const bot = await world.bot();
    expect((await bot.play(run)).finished?.outcome).toBe('healed');
  });

  test('does not take an unknown end for done', async () => {
    const run = await unknown();
    const bot = await world.bot({ runbooks: credulous });
    const asked = move(await bot.untilAsked(run))?.asked;
    expect(asked?.ask).toBe('settle');
    expect(asked?.why.en).toMatch(/nobody can tell whether it happened.*now "None at all\."/);
  });

  test('shows a person what it reads before it believes an answer that was given to the older one', async () => {
    const run = await unknown();
    const old = await world.bot();
    await old.untilAsked(run);
    await old.answer(run, seoyeon, 'happened');
    old.die();
    const bot = await world.bot({ runbooks: credulous });
    const step = move(await bot.untilAsked(run));
    expect(step?.asked?.why.en).toMatch(/^seoyeon looked and says.*now "None at all\."/);
    expect(step?.state).toBe('asking');
    await bot.answer(run, seoyeon, 'happened');
    expect(move(await bot.untilAsked(run))?.settled?.outcome).toBe('done');
  });

  test('goes on by itself once a person has approved the step as it is now', async () => {
    const old = await world.bot();
    const run = await old.start();
    old.die();
    const bot = await world.bot({ runbooks: credulous });
    const over = await bot.play(run);
    expect(move(over)?.settled?.facts).toEqual({ leader: 'nobody' });
    expect(over.steps.filter(step => step.asked?.ask === 'settle')).toEqual([]);
  });

  test('is not asked about after an abort: it says that nothing was concluded', async () => {
    const run = await ended();
    const bot = await world.bot({ runbooks: credulous });
    await bot.desk.abort(run, jihun, 'slash');
    const over = await bot.untilAsked(run);
    expect(over.finished?.outcome).toBe('aborted');
    expect(move(over)?.settled).toMatchObject({ outcome: 'cancelled', facts: {} });
    expect(move(over)?.settled?.words.en).toContain('None at all.');
  });
});
