import { afterEach, expect, test } from 'vitest';
import { begin } from '../../src/engine/act.ts';
import { drive } from '../../src/engine/drive.ts';
import type { Engine, Turn } from '../../src/engine/engine.ts';
import { openAsk, type StepRun } from '../../src/runs/run.ts';
import { seoyeon } from '../support/a-run.ts';
import { aContext, aDeclared, aTurn } from '../support/a-turn.ts';
import { notesOf, outcomes, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
afterEach(() => world?.close());

const looking = (engine: Engine): Engine => ({ ...engine, onlyReads: true });

test.each(['gentle', 'original'] as const)(
  'a bot that only looks plans the %s route, leaves out what writes, says what it would ask, and ends observed',
  async route => {
    world = smallWorld();
    const bot = await world.bot();
    const id = await bot.start(route);
    await drive(looking(bot.engine), id);
    const run = await bot.run(id);
    expect(run.finished?.outcome).toBe('observed');
    expect(world.truth.effects).toEqual([]);
    expect(notesOf(run).at(-1)).toMatch(/^CHANGES=off: would ask 1 person to run `bosh .*` \(.*healthy/);
    expect(outcomes(run).filter(each => / skipped$/.test(each)).length).toBeGreaterThan(0);
    expect(run.steps.every(step => step.began === null)).toBe(true);
  },
);

test('a desk of a bot that only looks takes no snapshot', async () => {
  world = smallWorld();
  const bot = await world.bot();
  const asked = await bot
    .deskOver(looking(bot.engine))
    .snapshot({ cluster: 'dev-1', by: seoyeon, channel: 'C1' });
  expect(asked).toMatchObject({ ok: false, words: { en: expect.stringContaining('CHANGES=off') } });
});

test('a run that was changed before is not ended by a bot that only looks, and an approval from then is not used', async () => {
  world = smallWorld();
  const bot = await world.bot();
  const id = await bot.start();
  await bot.untilAsked(id);
  const before = [...world.truth.effects];
  await bot.answer(id, seoyeon, 'approve');
  await drive(looking(bot.engine), id);
  const run = await bot.run(id);
  expect(run.finished).toBeNull();
  expect(openAsk(run)?.asked).toMatchObject({
    ask: 'stuck',
    why: { en: expect.stringMatching(/^CHANGES=off/) },
  });
  expect(world.truth.effects).toEqual(before);
});

test('whatever way leads there, the engine of a bot that only looks begins no change and writes no intent', async () => {
  const { turn, wrote, commands } = aTurn();
  const held: Turn = { ...turn, engine: looking(turn.engine) };
  const [step, context] = [aDeclared(), aContext()];
  const at = turn.run.steps[0] as StepRun; // the plan has this one step
  await expect(begin(held, at, step, context, step.act?.(context) ?? null)).rejects.toThrow('CHANGES=off');
  expect(wrote).toEqual([]);
  expect(commands).toEqual([]);
});
