import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dearestMinute, playWatch, timeToNotice } from '../../bench/time-to-notice.ts';
import { minuteMs, nextLooks, type WatchedCluster } from '../../src/watch/timetable.ts';

const seconds = fc.integer({ min: -1_200, max: 0 }).map(each => each * 1_000);
const cluster = (nth: number): fc.Arbitrary<WatchedCluster> =>
  fc.record({
    cluster: fc.constant(`cluster-${nth}`),
    began: fc.record({
      list: fc.option(seconds),
      processes: fc.option(seconds),
      wave: fc.option(seconds),
    }),
    well: fc.constantFrom(null, true, true, true, false),
    doubt: fc.boolean(),
    silent: fc.boolean(),
    busy: fc.constant(false),
  });
const foundation = fc
  .integer({ min: 1, max: 40 })
  .chain(n => fc.tuple(...Array.from({ length: n }, (_, nth) => cluster(nth))));
const budget = fc.integer({ min: 20, max: 60 });

const well: WatchedCluster = {
  cluster: 'dev-1',
  began: { list: -700_000, processes: -700_000, wave: -700_000 },
  well: true,
  doubt: false,
  silent: false,
  busy: false,
};

/** A bad cluster stays bad, and every look takes as long as that. */
const played = (clusters: readonly WatchedCluster[], of: number, minutes: number, lasts = 3_000) =>
  playWatch({ clusters, budget: of, untilMs: minutes * minuteMs, takes: () => lasts, after: one => one });

describe('whatever stands between them', () => {
  test('no minute costs the Director more than the budget, and five looks are the most at a time', () => {
    fc.assert(
      fc.property(foundation, budget, fc.integer({ min: 1, max: 30 }), (clusters, of, lasts) => {
        const looks = played(clusters, of, 4, lasts * 1_000);
        expect(dearestMinute(looks)).toBeLessThanOrEqual(of);
        const under = looks.map(one => looks.filter(each => each.at <= one.at && each.ends > one.at));
        expect(Math.max(...under.map(each => each.length))).toBeLessThanOrEqual(5);
        expect(under.every(each => new Set(each.map(({ cluster }) => cluster)).size === each.length)).toBe(
          true,
        );
      }),
      { numRuns: 25 },
    );
  });

  test('bad clusters starve no other: each is asked for its processes within the bound that its share gives', () => {
    fc.assert(
      fc.property(foundation, budget, (clusters, of) => {
        // 60 % for the bad and 15 % for a wave in its turn: a quarter of the budget is what rotation is sure of.
        const minutes = Math.ceil(clusters.length / (of / 4)) + 2;
        const looks = played(clusters, of, minutes * 2).filter(({ kind }) => kind !== 'list');
        for (const { cluster } of clusters) {
          const at = looks.filter(each => each.cluster === cluster).map(each => each.at);
          const gaps = [0, ...at].map((each, nth) => (at[nth] ?? minutes * 2 * minuteMs) - each);
          expect(Math.max(...gaps)).toBeLessThanOrEqual(minutes * minuteMs);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('a bad one comes first', () => {
    fc.assert(
      fc.property(foundation, budget, (clusters, of) => {
        const [first] = nextLooks(clusters, { spent: [], budget: of, free: 5, now: 0 });
        const due = clusters.filter(
          ({ began, doubt, well }) =>
            (doubt || well === false) && (began.wave === null || began.wave < (doubt ? -16_000 : -64_000)),
        );
        if (due.length > 0)
          expect(due.map(each => each.cluster)).toContain(first?.kind === 'wave' ? first.cluster : 'none');
      }),
    );
  });
});

test('however many wait for their processes, each minute has a wave: nothing else tells a rogue', () => {
  const clusters = Array.from({ length: 100 }, (_, nth) => ({ ...well, cluster: `cluster-${nth}` }));
  const waves = played(clusters, 20, 20).filter(({ kind }) => kind === 'wave');
  expect(waves.length).toBeGreaterThanOrEqual(18);
  expect(new Set(waves.map(({ cluster }) => cluster)).size).toBe(waves.length);
});

test('one that is looked at, and one without a slot or a task left, is not begun', () => {
  const one: WatchedCluster = {
    cluster: 'dev-1',
    began: { list: 0, processes: null, wave: null },
    well: true,
    doubt: true,
    silent: true,
    busy: false,
  };
  const at = { spent: [], budget: 20, free: 5, now: 1_000 };
  expect(nextLooks([one], at)).toMatchObject([{ kind: 'wave', spends: { tasks: 7 } }]);
  expect(nextLooks([{ ...one, busy: true }], at)).toEqual([]);
  expect(nextLooks([one], { ...at, free: 0 })).toEqual([]);
  expect(nextLooks([one], { ...at, spent: [{ at: 0, tasks: 14, due: 'rotation' }] })).toEqual([]);
});

test.each([
  [1, 60],
  [10, 60],
  [100, 360],
])('of %i clusters a killed etcd is noticed within %i s', (clusters, bound) => {
  const runs = Array.from({ length: clusters === 100 ? 6 : 40 }, (_, nth) =>
    timeToNotice('killed etcd', clusters, 120_000 + ((nth * 73_331) % 900_000), (nth * 37) % clusters),
  );
  expect(Math.max(...runs)).toBeLessThanOrEqual(bound);
});
