import { afterEach, expect, test } from 'vitest';
import { runbooks } from '../../src/runbooks/index.ts';
import type { Runbook, Step } from '../../src/runbooks/runbook.ts';
import { resurrectionBackStep, resurrectionOffStep } from '../../src/runbooks/steps/resurrection.ts';
import { openAsk } from '../../src/runs/run.ts';
import { jihun } from '../support/a-run.ts';
import { outcomes, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
afterEach(() => world.close());

const changing = (change: (step: Step) => readonly Step[]): readonly Runbook[] =>
  runbooks.map(book => ({ ...book, steps: cast => book.steps(cast).flatMap(change) }));
const renamed = (from: string, to: string): readonly Runbook[] =>
  changing(step => [step.id === from ? { ...step, id: to } : step]);

test('a run heals by the step that is declared to prove it, whatever its name', async () => {
  world = smallWorld();
  const bot = await world.bot({ runbooks: renamed('verify', 'hold-together') });
  const run = await bot.play(await bot.start());
  expect(outcomes(run)).toContain('hold-together done');
  expect(run.finished?.outcome).toBe('healed');
  expect(run.finished?.words.en).toMatch(/one hash \(\d+\)/);
});

/** Switches resurrection off under another name, and tells only in its own words what it left. */
const hush: Step = {
  ...resurrectionOffStep(),
  id: 'hush',
  undo: {
    trace: ({ seen }) => ({ before: seen.resurrection }),
    steps: ({ before }) =>
      before === 'on'
        ? [
            {
              ...resurrectionBackStep('speak-again'),
              undoes: 'hush',
              coveredBy: 'hush',
              guards: () => [],
              skip: context => (context.facts.hush?.before === 'on' ? null : { en: 'no', ko: '아니요' }),
            },
          ]
        : [],
  },
};

test('an abort winds down what a step declares that it leaves, whatever its name, and by what was written down before it', async () => {
  world = smallWorld();
  const bot = await world.bot({
    runbooks: changing(step => (step.id === 'move-leader' ? [hush, step] : [step])),
  });
  const id = await bot.start();
  await bot.play(id, run => openAsk(run)?.step.planned.id === 'move-leader');
  expect(world.truth.resurrection).toBe('off');
  await bot.desk.abort(id, jihun, 'slash');
  const over = await bot.play(id);
  expect(outcomes(over)).toContain('speak-again done');
  expect(world.truth.resurrection).toBe('on');
  const entries = await bot.journal.read(id);
  const hushed = entries.find(({ event }) => event.kind === 'began' && event.step === 'hush');
  expect(hushed?.event).toMatchObject({ trace: { before: 'on' } });
});
