import { afterEach, beforeEach, expect, test } from 'vitest';
import { downtimeOf, noteReturn } from '../../src/engine/downtime.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { openAsk } from '../../src/runs/run.ts';
import { same } from '../../src/words.ts';
import { approved, began, entries, seoyeon, started } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

const noon = Date.parse('2026-11-25T12:00:00Z');
const minute = 60_000;
const recreating = [started(), approved('recreate', seoyeon), began('recreate')];
const said = (events: readonly RunEvent[], nobodySince: number | null, at: number) => {
  const event = downtimeOf(entries(events), { run: '7f3a', epoch: 2, at, nobodySince });
  return event?.kind === 'noted' ? event.words.en : null;
};

test('the absence begins with the driver’s last sign of life, not with the last entry', () => {
  // Forty minutes into a step, the last entry is forty minutes old; the driver was there two seconds ago.
  expect(said(recreating, noon + 40 * minute, noon + 40 * minute + 2_000)).toBeNull();
  expect(said(recreating, noon, noon + 9 * minute)).toContain(
    'from 2026-11-25 12:00:00 UTC to 2026-11-25 12:09:00 UTC',
  );
});

test('nothing is said of a run that was only opened, of an unknown time, and not twice in a row', () => {
  const note: RunEvent = { kind: 'noted', about: 'away', step: null, words: same('away') };
  expect(said([started()], noon, noon + minute)).toBeNull();
  expect(said(recreating, null, noon)).toBeNull();
  expect(said([...recreating, note], noon, noon + minute)).toBeNull();
});

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => world.close());

const notes = async (bot: Awaited<ReturnType<SmallWorld['bot']>>, run: string) =>
  (await bot.journal.read(run)).flatMap(({ event }) =>
    event.kind === 'noted' && event.about === 'away' ? [event.words.en] : [],
  );

test('a run that waits for a person says that no bot was there to take an answer, once an hour', async () => {
  const first = await world.bot();
  const run = await first.start();
  await first.untilAsked(run);
  const asked = openAsk(await first.run(run))?.step.planned.title.en ?? 'nothing';
  const left = await first.journal.now();
  await noteReturn(first.engine, left - 9_000);
  await noteReturn(first.engine, null);
  expect(await notes(first, run)).toEqual([]);
  world.time.pass(20 * minute);
  const second = await world.bot();
  await noteReturn(second.engine, left);
  await noteReturn(second.engine, left);
  expect(await notes(second, run)).toEqual([
    expect.stringContaining(`still waits for an answer to ${asked}`),
  ]);
  // The answer counts as before.
  expect(openAsk(await second.run(run))?.step.planned.title.en).toBe(asked);
  expect(await second.answer(run, seoyeon, 'approve')).toMatchObject({ ok: true });
});

test('a run whose driver died says so when the next one takes it', async () => {
  const first = await world.bot();
  const run = await first.start();
  await first.untilAsked(run);
  await first.answer(run, seoyeon, 'approve');
  world.time.pass(7 * minute);
  const second = await world.bot();
  await second.untilAsked(run);
  expect(await notes(second, run)).toEqual([expect.stringContaining('No bot drove this run')]);
});
