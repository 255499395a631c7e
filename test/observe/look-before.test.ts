import { afterEach, beforeEach, expect, test } from 'vitest';
import { isMissed, missed } from '../../src/readings/reading.ts';
import type { StepContext } from '../../src/runbooks/runbook.ts';
import { stepOf } from '../../src/runs/run.ts';
import { same } from '../../src/words.ts';
import { seoyeon } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

type Bot = Awaited<ReturnType<SmallWorld['bot']>>;

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => world.close());

const asking = (step: string) => (run: Parameters<typeof stepOf>[0]) => stepOf(run, step)?.state === 'asking';

const noHash = (context: StepContext): StepContext => ({
  ...context,
  seen: {
    ...context.seen,
    masters: context.seen.masters.map(master => ({
      ...master,
      etcd: master.etcd && { ...master.etcd, hash: null },
    })),
  },
});

/** The first of two looks is spoilt, so is the third, and so on; a look that follows a spoilt one is sound. */
const spoilEverySecondLook = (
  bot: Bot,
  spoil: (context: StepContext) => ReturnType<typeof missed> | StepContext,
) => {
  const { context } = bot.engine.observer;
  let looks = 0;
  Object.assign(bot.engine.observer, {
    context: async (...question: Parameters<typeof context>) => {
      const seen = await context(...question);
      looks += 1;
      return looks % 2 === 0 || isMissed(seen) ? seen : spoil(seen);
    },
  });
};

test('a hash that could not be read once asks nobody to look: the world is read again', async () => {
  const bot = await world.bot();
  spoilEverySecondLook(bot, noHash);
  const run = await bot.start();
  const step = stepOf(await bot.untilAsked(run), 'move-leader');
  expect(step?.asked?.ask).toBe('approve');
});

test('a Director that did not answer once asks nobody to look either', async () => {
  const bot = await world.bot();
  spoilEverySecondLook(bot, () => missed(same('The Director does not answer.')));
  const run = await bot.start();
  const step = stepOf(await bot.untilAsked(run), 'move-leader');
  expect(step?.asked?.ask).toBe('approve');
});

test('an approval stands where only one look at the act contradicted it', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  await bot.play(run, asking('move-leader'));
  spoilEverySecondLook(bot, noHash);
  await bot.answer(run, seoyeon, 'approve');
  const step = stepOf(await bot.untilAsked(run), 'move-leader');
  expect(step?.voided).toEqual([]);
  expect(step?.settled?.outcome).toBe('done');
});

test('a login that vCenter refused is not tried once more by the bot itself', async () => {
  const bot = await world.bot();
  const run = await bot.start('original');
  const { context } = bot.engine.observer;
  let looks = 0;
  Object.assign(bot.engine.observer, {
    context: async (...question: Parameters<typeof context>) => {
      const seen = await context(...question);
      if (isMissed(seen) || Object.keys(seen.vms).length === 0) return seen;
      looks += 1;
      const refused = missed(same('vCenter refuses the login'), 'login-failure');
      return { ...seen, vms: Object.fromEntries(Object.keys(seen.vms).map(vm => [vm, refused])) };
    },
  });
  const step = stepOf(
    await bot.play(run, at => stepOf(at, 'delete-vm')?.asked?.ask === 'stuck'),
    'delete-vm',
  );
  expect(step?.asked?.why.en).toContain('vCenter refuses the login');
  expect(looks).toBe(1);
});

test('what two looks say is said to a person, with the numbers', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  const { context } = bot.engine.observer;
  Object.assign(bot.engine.observer, {
    context: async (...question: Parameters<typeof context>) => {
      const seen = await context(...question);
      return isMissed(seen) ? seen : noHash(seen);
    },
  });
  const step = stepOf(await bot.untilAsked(run), 'move-leader');
  expect(step?.asked?.ask).toBe('stuck');
  expect(step?.asked?.why.en).toContain('a hash of');
});
