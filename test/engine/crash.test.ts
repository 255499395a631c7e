import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/runs/events.ts';
import { cases } from '../support/golden/cases.ts';
import { dyingAt, type Moment, type When } from '../support/small-world/mortal-journal.ts';
import { smallWorld } from '../support/small-world/small-world.ts';
import type { Truth } from '../support/small-world/truth.ts';

type Route = 'gentle' | 'original' | 'replace-member';
const acts: Record<Route, readonly string[]> = {
  gentle: ['snapshot', 'snapshot-copy', 'move-leader', 'recreate', 'canary-put', 'canary-delete', 'backup'],
  original: [
    'backup',
    'snapshot',
    'snapshot-copy',
    'resurrection',
    'delete-vm',
    'cck',
    'recreate',
    'power-off',
    'power-off',
    'power-on',
    'power-on',
    'resurrection',
    'canary-put',
    'canary-delete',
    'backup',
  ],
  'replace-member': [
    'snapshot',
    'snapshot-copy',
    'monit-stop',
    'member-remove',
    'set-aside',
    'member-add',
    'monit-start',
    'recreate',
    'canary-put',
    'canary-delete',
    'backup',
  ],
};
const truths: Partial<Record<Route, Partial<Truth>>> = { 'replace-member': cases['replace-member'].truth };

/** True once for each step's write of this kind, whichever process makes it. */
const everyWriteOf = (kind: RunEvent['kind']): Moment => {
  const met = new Set<string>();
  return (_nth, events) => {
    const event = events.find(each => each.kind === kind);
    const key = event && ('step' in event ? `${event.step}` : kind);
    if (key === undefined || met.has(key)) return false;
    met.add(key);
    return true;
  };
};

/** One run through which process after process is killed: each dies at the first write that nobody has died at. */
const killedAgainAndAgain = async (route: Route, kind: RunEvent['kind'], when: When) => {
  const world = smallWorld(truths[route]);
  try {
    const moment = everyWriteOf(kind);
    const run = await (await world.bot()).start(route);
    for (let kills = 0; kills < 100; kills++) {
      const mortal = dyingAt(moment, when);
      const bot = await world.bot({ wrap: mortal.wrap });
      const over = await Promise.race([bot.play(run).catch(() => null), mortal.died.then(() => null)]);
      bot.die();
      if (over) return { kills, outcome: over.finished?.outcome, effects: world.truth.effects };
    }
    throw new Error('the run does not end');
  } finally {
    await world.close();
  }
};

const kinds = [
  ['asked', 2],
  ['began', 7],
  ['task', 1],
  ['ended', 7],
  ['settled', 8],
  ['finished', 1],
] as const;
const points = kinds.flatMap(([kind, least]) =>
  (['before', 'after'] as const).map(when => ({ kind, when, least })),
);

test.each(points)(
  'bots killed right $when each "$kind" of the gentle route leave every act done exactly once',
  async ({ kind, when, least }) => {
    const { kills, ...ended } = await killedAgainAndAgain('gentle', kind, when);
    expect(ended).toEqual({ outcome: 'healed', effects: acts.gentle });
    expect(kills).toBeGreaterThanOrEqual(kind === 'finished' && when === 'after' ? 0 : least);
  },
);

const blows: readonly [string, RunEvent['kind'], When][] = [
  ['with an intent that is not written', 'began', 'before'],
  ['with an intent and no act', 'began', 'after'],
  ['with an act and no end', 'ended', 'before'],
  ['with an end and nothing read back', 'ended', 'after'],
  ['with everything read back and not written', 'settled', 'before'],
  ['with everything written', 'settled', 'after'],
];
const windowed = (['original', 'replace-member'] as const).flatMap(route =>
  blows.map(blow => [route, ...blow] as const),
);

test.each(windowed)(
  'bots killed at every step of %s, those of its window too, %s, do every act exactly once',
  async (route, _name, kind, when) => {
    const { kills, ...ended } = await killedAgainAndAgain(route, kind, when);
    expect(ended).toEqual({ outcome: 'healed', effects: acts[route] });
    expect(kills).toBeGreaterThan(9);
  },
);
