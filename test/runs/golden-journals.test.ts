import { afterEach, describe, expect, test } from 'vitest';
import { drawRun } from '../../src/messages/draw-run.ts';
import { runbooks } from '../../src/runbooks/index.ts';
import { runEvent } from '../../src/runs/events.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { fold } from '../../src/runs/run.ts';
import { readAloud } from '../support/block-texts.ts';
import { waits } from '../support/golden/cases.ts';
import { type Golden, goldenJournals } from '../support/golden/fixtures.ts';
import { type End, endOf, goOn } from '../support/golden/go-on.ts';
import { restored } from '../support/golden/restore.ts';
import type { SmallWorld } from '../support/small-world/small-world.ts';

const journals = goldenJournals();
const parsed = ({ entries }: Golden) => entries.map(entry => ({ ...entry, event: parseEvent(entry.event) }));

let world: SmallWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

test('a run of every runbook is recorded at every kind of wait', () => {
  const wanted = runbooks.flatMap(({ cure }) => waits.map(wait => `${cure}-${wait}`));
  expect(journals.map(({ name }) => name)).toEqual(expect.arrayContaining(wanted));
  for (const { name, end } of journals) expect(end, name).toBeDefined();
});

/** Kinds that no release has written yet: they leave this list with the release that records them. */
const notReleased = ['called', 'expired', 'unanswered', 'taken-over', 'glass-broken'];

test('every kind of event is among what is recorded', () => {
  const kinds = journals.flatMap(golden => parsed(golden).map(({ event }) => event.kind));
  expect([...new Set([...kinds, ...notReleased])].toSorted()).toEqual(
    runEvent.options.map(each => each.shape.kind.value).toSorted(),
  );
});

const stopped = journals.filter(({ name }) => waits.some(wait => name.endsWith(`-${wait}`)));

describe.each(journals)('$name, as $release wrote it', golden => {
  test('is read entry by entry, and nothing that was written is lost', () => {
    for (const { seq, event } of golden.entries)
      expect(parseEvent(event), `#${seq}`).toMatchObject({ ...(event as object) });
  });

  test.each(['en', 'ko'] as const)('is folded and drawn after each of its entries (%s)', locale => {
    const entries = parsed(golden);
    for (const { seq } of entries) {
      const cards = drawRun(fold(entries.slice(0, seq)), null, locale);
      const text = cards.map(card => readAloud(card.blocks)).join('\n');
      expect(cards.map(({ key }) => key)).toContain('headline');
      expect(text, `#${seq}`).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

test.each(stopped)(
  '$name, as $release wrote it, is driven on to the end that it would have had, each step asked at most once more, no act done twice',
  async golden => {
    world = await restored(golden);
    const id = golden.entries[0]?.run ?? '';
    const bot = await world.bot();
    await goOn(bot, id);
    const { asks, ...end } = await endOf(bot, world, id);
    const { asks: then, ...wanted } = golden.end;
    expect(end).toEqual(wanted);
    expect(more(asks, then)).toEqual({});
  },
);

/** The steps that asked more than once more than the release that wrote the journal did. */
const more = (now: End['asks'], then: End['asks']) =>
  Object.fromEntries(Object.entries(now).filter(([step, asks]) => asks > (then[step] ?? 0) + 1));
