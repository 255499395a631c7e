import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noteReturn } from '../../src/engine/downtime.ts';
import { startDriver } from '../../src/engine/driver.ts';
import { type Journal, JournalTrouble, type TroubleKind } from '../../src/ports/journal.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { openAsk, stepOf } from '../../src/runs/run.ts';
import { same } from '../../src/words.ts';
import { settled, started } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => {
  vi.useRealTimers();
  return world.close();
});

/** The driver looks when this says so, not several times a second; what it began is then over. */
const oneLook = async (): Promise<void> => {
  vi.advanceTimersByTime(250);
  for (let turns = 0; turns < 20; turns++) await new Promise(resolve => setImmediate(resolve));
};

/** A journal of which one thing is wrong for as long as it is told so. */
const ailing = () => {
  const at = { trouble: null as TroubleKind | 'gap' | null, claims: 0 };
  const wrap = (journal: Journal<RunEvent>): Journal<RunEvent> => ({
    ...journal,
    claim: run => {
      at.claims += 1;
      return journal.claim(run);
    },
    read: async (run, after) => {
      if (at.trouble === 'gap') return (await journal.read(run, after)).filter(({ seq }) => seq !== 1);
      if (at.trouble)
        throw new JournalTrouble({ trouble: at.trouble, place: '/data', words: same('Entry 3 is torn.') });
      return journal.read(run, after);
    },
  });
  return { at, wrap };
};

test.each(['unreadable', 'gap'] as const)(
  'a run whose record is %s is tried less and less often, said once in Slack, and goes on when it can be read',
  async trouble => {
    const { at, wrap } = ailing();
    const bot = await world.bot({ wrap });
    const run = await bot.start();
    at.trouble = trouble;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const driver = startDriver(bot.engine);
    for (let looks = 0; looks < 5; looks++) await oneLook();
    expect(at.claims).toBe(1);
    for (let looks = 0; looks < 40; looks++) {
      world.time.pass(1000);
      await oneLook();
    }
    expect(at.claims).toBeGreaterThan(2);
    expect(at.claims).toBeLessThan(9);
    expect(bot.lines.filter(line => line.includes('looked at again'))).toHaveLength(at.claims);
    expect(bot.told).toHaveLength(1);
    expect(bot.told[0]).toContain(`Run ${run} of service-instance_`);
    expect(bot.told[0]).toMatch(/stands still.*(Entry 3 is torn|a run without entries).*other runs go on/);
    at.trouble = null;
    world.time.pass(60_000);
    await oneLook();
    await expect.poll(async () => stepOf(await bot.run(run), 'move-leader')?.state).toBe('asking');
    await driver.stop();
  },
);

test('a store that is away is no run’s own trouble: nothing is said of the run, and it is tried again soon', async () => {
  const { at, wrap } = ailing();
  const bot = await world.bot({ wrap });
  const run = await bot.start();
  at.trouble = 'away';
  const driver = startDriver(bot.engine);
  await expect.poll(() => bot.lines.length).toBeGreaterThan(0);
  at.trouble = null;
  world.time.pass(2000);
  await expect.poll(async () => openAsk(await bot.run(run))).not.toBeNull();
  expect(bot.told).toEqual([]);
  await driver.stop();
});

test('a run that cannot be read keeps no bot from starting, and hides no other run of the list', async () => {
  const { at, wrap } = ailing();
  const bot = await world.bot({ wrap });
  const run = await bot.start();
  await bot.untilAsked(run);
  at.trouble = 'unreadable';
  await noteReturn(bot.engine, (await bot.journal.now()) - 60_000);
  expect(await bot.desk.runs(5)).toEqual([]);
  expect(bot.lines.join()).toContain('says nothing of the absence');
  expect(bot.lines.join()).toContain(`run ${run} is left out of the list`);
});

test('an entry that lacks a field is told by its number and field, and only its own run stands still', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  const { words: _lost, ...torn } = settled('snapshot') as Extract<RunEvent, { kind: 'settled' }>;
  // as a version that had no such field would have written it
  await bot.journal.write({ run, events: [torn as RunEvent], as: { expectSeq: 1 } });
  await bot.journal.open({ run: 'run-2', cluster: 'another' }, started());
  await expect(bot.journal.read(run)).rejects.toThrow(/entry 2 of run .*"settled".*\(words: /);
  expect((await bot.desk.runs(5)).map(({ id }) => id)).toEqual(['run-2']);
  const driver = startDriver(bot.engine);
  await expect.poll(() => bot.told.length).toBe(1);
  expect(bot.told[0]).toContain(`Run ${run} of`);
  await driver.stop();
});
