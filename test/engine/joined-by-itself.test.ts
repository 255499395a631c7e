import { afterEach, expect, test } from 'vitest';
import { openAsk } from '../../src/runs/run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
afterEach(() => world.close());

/** The original route, up to the ask of this step; then an election of the cluster's own brings the failed member back. */
const joinedBefore = async (step: RegExp) => {
  world = smallWorld();
  const bot = await world.bot();
  const id = await bot.start('original');
  await bot.play(id, run => step.test(openAsk(run)?.step.planned.id ?? ''));
  const before = [...world.truth.effects];
  world.truth.joined = true;
  world.truth.fluentdBroken = false;
  const run = await bot.play(id);
  return { run, before, after: world.truth.effects.slice(before.length) };
};

test.each([
  ['its VM was deleted', /^delete-vm$/],
  ['the first power-off', /^power-off/],
])(
  'a member that joins by itself before %s: nothing is forced any more, and the run ends healed',
  async (_, step) => {
    const { run, before, after } = await joinedBefore(step);
    expect(before).not.toContainEqual(expect.stringMatching(/^power-off/));
    expect(after.filter(each => /power|delete-vm|cck|recreate/.test(each))).toEqual([]);
    expect(run.finished?.outcome).toBe('healed');
    const left = run.steps.filter(({ planned }) => /^power-off|^service-check/.test(planned.id));
    expect(left.map(({ settled }) => settled?.outcome)).toEqual(['skipped', 'skipped', 'skipped']);
    expect(left[0]?.settled?.words.en).toContain('has joined by itself');
  },
);
