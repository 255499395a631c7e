import { drawRun } from '../../src/messages/draw-run.ts';
import type { Drawn } from '../../src/messages/drawn.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { fold, type Run } from '../../src/runs/run.ts';
import type { Locale } from '../../src/words.ts';
import { jihun } from '../support/a-run.ts';
import { cases } from '../support/golden/cases.ts';
import { goldenJournals } from '../support/golden/fixtures.ts';
import { smallWorld } from '../support/small-world/small-world.ts';

export const locales = ['en', 'ko'] as const;

/** A run after each of its entries. */
export type Story = { readonly name: string; readonly runs: readonly Run[] };

const storyOf = (name: string, entries: Parameters<typeof fold>[0]): Story => ({
  name,
  runs: entries.map((_, index) => fold(entries.slice(0, index + 1))),
});

const recorded = (): readonly Story[] =>
  goldenJournals().map(({ name, entries }) =>
    storyOf(
      name,
      entries.map(entry => ({ ...entry, event: parseEvent(entry.event) })),
    ),
  );

/** Played by the code of today: a route to its end, in a world of its own. */
const played = async (name: 'gentle' | 'original'): Promise<Story> => {
  const world = smallWorld(cases[name === 'gentle' ? 'move-leader' : 'disk-loss-original'].truth);
  try {
    const bot = await world.bot();
    const id = await bot.start(name);
    await bot.play(id);
    return storyOf(name, await bot.journal.read(id));
  } finally {
    await world.close();
  }
};

/** Aborted with the leader powered off before the failed member came back: nobody can write until it is powered on. */
const outage = async (): Promise<Story> => {
  const world = smallWorld({ joinsWhenLed: false });
  try {
    const bot = await world.bot();
    const id = await bot.start('original');
    await bot.play(id, run =>
      run.steps.some(step => step.planned.id.startsWith('power-off') && step.settled),
    );
    await bot.desk.abort(id, jihun, 'slash');
    await bot.untilAsked(id);
    return storyOf('outage', await bot.journal.read(id));
  } finally {
    await world.close();
  }
};

/** Every recorded run and both routes as they are today. */
export const stories = async (): Promise<readonly Story[]> => [
  ...recorded(),
  await played('gentle'),
  await played('original'),
  await outage(),
];

/** A message with what it is called: `replace-member-asking #12 step/member-remove`. */
export type Named = { readonly name: string; readonly locale: Locale; readonly drawn: Drawn };

/** Each message of a story once in each drawing that it ever has. */
export const messagesOf = ({ name, runs }: Story, locale: Locale): readonly Named[] => {
  const seen = new Set<string>();
  return runs.flatMap((run, index) =>
    drawRun(run, null, locale)
      .filter(({ key, blocks }) => {
        const digest = `${key} ${blocks[0]?.block_id}`;
        return !seen.has(digest) && seen.add(digest);
      })
      .map(drawn => ({ name: `${name} #${index + 1} ${drawn.key}`, locale, drawn })),
  );
};
