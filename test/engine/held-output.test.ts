import { afterEach, beforeEach, expect, test } from 'vitest';
import { heldOutput } from '../../src/engine/result-cache.ts';
import type { JumpHost } from '../../src/ports/jump-host.ts';
import { type Run, stepOf } from '../../src/runs/run.ts';
import { dyingAt } from '../support/small-world/mortal-journal.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => world.close());

const asking = (step: string) => (run: Run) => stepOf(run, step)?.state === 'asking';

test('a run that waits for a person, or is over, holds no output of its commands in memory', async () => {
  const bot = await world.bot();
  const run = await bot.start('original');
  const held: number[] = [];
  const context = bot.engine.observer.context;
  Object.assign(bot.engine.observer, {
    context: (...args: Parameters<typeof context>) => {
      if (args[2] !== null) held.push(heldOutput(bot.engine));
      return context(...args);
    },
  });
  await bot.play(run, asking('recreate'));
  expect(Math.max(...held)).toBeGreaterThan(0);
  expect(heldOutput(bot.engine)).toBe(0);
  expect((await bot.play(run)).finished?.outcome).toBe('healed');
  expect(heldOutput(bot.engine)).toBe(0);
});

test('whoever follows a command of another process gives it the time that its step does', async () => {
  const mortal = dyingAt(
    (_nth, events) => events.some(e => e.kind === 'task' && e.step === 'recreate'),
    'after',
  );
  const first = await world.bot({ wrap: mortal.wrap });
  const run = await first.start('original');
  const letEnd = world.host.holdBack('delete-vm');
  const dying = dyingAt(
    (_nth, events) => events.some(e => e.kind === 'task' && e.step === 'delete-vm'),
    'after',
  );
  const second = await world.bot({ wrap: dying.wrap });
  await Promise.race([second.play(run), dying.died]);
  second.die();
  first.die();
  const seconds: number[] = [];
  const adopt: JumpHost['adopt'] = world.host.jumpHost.adopt;
  world.host.jumpHost.adopt = (command, ...rest) => {
    seconds.push(command.deadlineSeconds);
    return adopt(command, ...rest);
  };
  const third = await world.bot();
  const playing = third.play(run, asking('cck'));
  letEnd();
  await playing;
  expect(seconds).toEqual([1800]);
});
