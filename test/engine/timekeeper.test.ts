import { expect, test } from 'vitest';
import { startTimekeeper, type TimeRules } from '../../src/engine/timekeeper.ts';
import { openAsk } from '../../src/runs/run.ts';
import { jihun, seoyeon } from '../support/a-run.ts';
import { smallWorld } from '../support/small-world/small-world.ts';

const rules: TimeRules = {
  remindMinutes: [2, 5, 10],
  escalateMinutes: 15,
  further: { group: 'S0FURTHER' },
  pager: null,
};

type Bot = Awaited<ReturnType<ReturnType<typeof smallWorld>['bot']>>;
const entriesOf = async (bot: Bot, id: string) => bot.journal.read(id);
const callsOf = async (bot: Bot, id: string) =>
  (await entriesOf(bot, id)).flatMap(({ at, event }) => (event.kind === 'called' ? [{ at, ...event }] : []));
const until = async (what: () => Promise<boolean>) => {
  while (!(await what())) await new Promise(resolve => setImmediate(resolve));
};

const asking = async () => {
  const world = smallWorld();
  const bot = await world.bot();
  const id = await bot.start();
  const run = await bot.untilAsked(id);
  const asked = run.steps.find(step => step.state === 'asking')?.asked;
  if (!asked) throw new Error('nothing is asked');
  return { world, bot, id, asked };
};

test('an ask names whom it calls, and calls again by the clock: two bots and a restart neither repeat nor forget one', async () => {
  const { world, bot, id, asked } = await asking();
  expect(asked.to).toEqual([{ group: 'S0APPROVERS' }]);
  expect(asked.members).toMatchObject({ healthy: 2, quorum: 2, of: 3 });
  const other = await world.bot();
  const first = startTimekeeper(bot.engine, rules);
  const second = startTimekeeper(other.engine, rules);
  await until(async () => (await callsOf(bot, id)).length >= 1);
  await first.stop();
  await until(async () => (await callsOf(bot, id)).length >= 2);
  await second.stop();
  const third = startTimekeeper((await world.bot()).engine, rules);
  await until(async () => (await callsOf(bot, id)).length >= 5);
  await third.stop();
  const calls = await callsOf(bot, id);
  expect(calls.map(call => call.n)).toEqual([1, 2, 3, 4, 5]);
  const minutes = calls.map(call => Math.floor((call.at - asked.at) / 60_000));
  expect(minutes).toEqual([2, 5, 10, 15, 30]);
  expect(calls.map(call => call.to[0])).toEqual([
    ...Array(3).fill({ group: 'S0APPROVERS' }),
    ...Array(2).fill({ group: 'S0FURTHER' }),
  ]);
  expect(calls[0]?.members).toMatchObject({ healthy: 2, quorum: 2, of: 3 });
  await world.close();
});

test('an ask expires, is asked again by a button, and a day without an answer ends the run with what it leaves', async () => {
  const { world, bot, id, asked } = await asking();
  const quiet = { ...rules, remindMinutes: [], escalateMinutes: 1_000_000 };
  const keeper = startTimekeeper(bot.engine, quiet);
  const kinds = async () => (await entriesOf(bot, id)).map(({ event }) => event.kind);
  world.time.pass(60 * 60_000);
  await until(async () => (await kinds()).includes('expired'));
  const late = await bot.answer(id, seoyeon, 'approve');
  expect(late.ok ? '' : late.words.en).toContain('This ask expired at');
  expect((await bot.answer(id, jihun, 'again')).ok).toBe(true);
  const again = await bot.untilAsked(id);
  expect(openAsk(again)?.asked.attempt).toBe(asked.attempt + 1);
  world.time.pass(24 * 3_600_000);
  await until(async () => (await kinds()).includes('unanswered'));
  await keeper.stop();
  const ended = await bot.untilAsked(id);
  expect(ended.finished).toMatchObject({ outcome: 'aborted' });
  expect(ended.finished?.words.en).toContain(
    'Nobody answered for 24 h, so this run ended; nothing more was started. It leaves nothing to put back.',
  );
  await world.close();
});

test('a click that comes after the hour, before any timer was there, does not count', async () => {
  const { world, bot, id } = await asking();
  world.time.pass(61 * 60_000);
  const late = await bot.answer(id, seoyeon, 'approve');
  expect(late.ok ? '' : late.words.en).toContain('This ask expired at');
  await world.close();
});

test('that nobody can be called is said in the log, once while it is so', async () => {
  const { world, bot } = await asking();
  const lines: string[] = [];
  let looks = 0;
  const rows = async () => {
    looks++;
    throw new Error('the store is away');
  };
  const engine = {
    ...bot.engine,
    journal: { ...bot.journal, rows },
    log: (line: string) => void lines.push(line),
  };
  const keeper = startTimekeeper(engine, rules);
  await until(async () => looks > 3);
  await keeper.stop();
  expect(lines).toEqual(['who waits for an answer could not be read: Error: the store is away']);
  await world.close();
});
