import { afterEach, expect, test } from 'vitest';
import { shelf } from '../../src/runbooks/index.ts';
import type { Runbook, Step } from '../../src/runbooks/runbook.ts';
import { outcomes, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
afterEach(() => world.close());

const changing = (change: (step: Step) => readonly Step[]): readonly Runbook[] =>
  shelf.map(book => ({ ...book, steps: cast => book.steps(cast).flatMap(change) }));
const renamed = (from: string, to: string): readonly Runbook[] =>
  changing(step => [step.id === from ? { ...step, id: to } : step]);

test('a run heals by the step that is declared to prove it, whatever its name', async () => {
  world = smallWorld();
  const bot = await world.bot({ shelf: renamed('verify', 'hold-together') });
  const run = await bot.play(await bot.start());
  expect(outcomes(run)).toContain('hold-together done');
  expect(run.finished?.outcome).toBe('healed');
  expect(run.finished?.words.en).toMatch(/one hash \(\d+\)/);
});
