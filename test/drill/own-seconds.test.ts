import { expect, test } from 'vitest';
import { commandSecondsOf, outageOwnSecondsOf, ownSecondsOf } from '../../drill/own-seconds.ts';
import type { Run } from '../../src/runs/run.ts';

/** Steps as `id: seconds of its command, seconds that people took`. */
const ran = (steps: Readonly<Record<string, readonly [number, number]>>): Run =>
  ({
    steps: Object.entries(steps).map(([id, [command, people]]) => ({
      planned: { id },
      asked: people > 0 ? { at: 1000 } : null,
      answers: people > 0 ? [{ at: 1500 }, { at: 1000 + people * 1000 }] : [],
      began: { at: 1 },
      ended: { seconds: command },
      settled: { outcome: 'done' },
    })),
  }) as never; // nothing else of a run is read

test('a run’s own seconds are without its commands, its waits for people and its hold', () => {
  expect(ownSecondsOf(ran({ snapshot: [6, 0], 'move-leader': [6.5, 30], verify: [0, 0] }), 120, 60)).toBe(
    17.5,
  );
  expect(ownSecondsOf(ran({ snapshot: [6, 0] }), 20, 60)).toBe(14);
  expect(ownSecondsOf(null, 3, 60)).toBe(3);
});

test('its commands’ own seconds are what a plain script of them takes', () => {
  expect(commandSecondsOf(ran({ snapshot: [6, 0], 'move-leader': [6.5, 30] }))).toBe(12.5);
  expect(commandSecondsOf(null)).toBe(0);
});

test('and those of an outage are between the second power-off and the next power-on', () => {
  const run = ran({
    'power-off-a': [2, 4],
    'power-off-b': [2, 4],
    'service-check': [1, 0],
    'power-on-b': [2, 5],
    'power-on-a': [2, 3],
  });
  expect(outageOwnSecondsOf(run, 20)).toBe(12);
  expect([outageOwnSecondsOf(run, null), outageOwnSecondsOf(null, 20)]).toEqual([null, null]);
});
