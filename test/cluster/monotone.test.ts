import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contradictions } from '../../src/cluster/contradictions.ts';
import { laggard } from '../../src/cluster/lag.ts';
import type {
  EtcdObservation,
  EtcdStatus,
  MasterObservation,
  Observation,
} from '../../src/cluster/observation.ts';
import { standingOf } from '../../src/cluster/quorum.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { broken, clusterOf, etcdOf, ids, m1, m2, m3, masterOf, statusOf, tocommit } from './build.ts';
import { anyLog, begun, type Log, type Moment, told } from './busy-log.ts';

const three = [m1, m2, m3] as const;
const moment = (from: number, to: number): fc.Arbitrary<Moment> =>
  fc.record({
    ms: fc.integer({ min: from, max: to }),
    late: fc.constantFrom(0, 0, 1, 20),
    ahead: fc.boolean(),
  });
/** When each was asked twice, `skew` ms apart at most; the second time when all had answered the first, or not. */
const anyLooks = (skew: number) =>
  fc.tuple(
    ...three.map(() =>
      fc
        .tuple(moment(0, skew), fc.constantFrom(1000, 5000), fc.integer({ min: 0, max: skew }))
        .map(([first, pause, more]) => ({
          first,
          last: { ...first, ms: first.ms + first.late + pause + more, ahead: !first.ahead },
        })),
    ),
  );
type Looks = ReturnType<typeof anyLooks> extends fc.Arbitrary<infer T> ? T : never;

const newestOf = (statuses: readonly EtcdStatus[]): number =>
  Math.max(...statuses.map(each => each.revision));
const seenOf = (
  log: Log,
  looks: Looks,
  more: (instance: string, etcd: EtcdObservation) => EtcdObservation = (_, e) => e,
) => {
  const statuses = three.map((instance, at) => looks[at] && told(instance, log, looks[at].first));
  const revision = newestOf(statuses.filter(each => each !== undefined));
  const change = Object.fromEntries(
    three.map((instance, at): [string, Partial<MasterObservation>] => {
      const later = looks[at] ? told(instance, log, looks[at].last) : null;
      const hash = { revision, hash: 7, compactRevision: 900 };
      return [
        instance,
        { etcd: more(instance, etcdOf(instance, { status: statuses[at] ?? null, later, hash })) },
      ];
    }),
  );
  return clusterOf(change, { memory: { revision: begun.revision, keyCount: null } });
};

/** By a clock that is off by so much, or unstamped. */
const restamped = (seen: Observation, off: readonly (number | null)[]): Observation => {
  const moved = (status: EtcdStatus, by: number | null): EtcdStatus => {
    const { at = 0, ...rest } = status;
    return by === null ? rest : { ...rest, at: at + by };
  };
  return {
    ...seen,
    masters: seen.masters.map(({ etcd, ...rest }, at) => {
      if (etcd?.status === null || !etcd) return { ...rest, etcd };
      const by = off[at] ?? null;
      const later = etcd.later === null || etcd.later === 'silent' ? etcd.later : moved(etcd.later, by);
      return { ...rest, etcd: { ...etcd, status: moved(etcd.status, by), later } };
    }),
  };
};

describe('observations of any cluster that only grows, each member told at moments of its own', () => {
  test('never contradict each other', () => {
    fc.assert(
      fc.property(anyLog, anyLooks(60_000), (log, looks) => {
        const members = standingOf(seenOf(log, looks)).healthy;
        for (const a of members) for (const b of members) expect(contradictions(a, b)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
  test('are healthy while the first looks are done before the second ones, whatever the clocks say', () => {
    const clock = fc.constantFrom(null, 0, 0.2, -0.2, 3600, -3600);
    fc.assert(
      fc.property(anyLog, anyLooks(900), fc.tuple(clock, clock, clock), (log, looks, off) => {
        expect(verdictOf(restamped(seenOf(log, looks), off)).name).toBe('healthy');
      }),
      { numRuns: 300 },
    );
  });
  test('are never lagging at any skew, by clocks that tell the time or are some tenths of a second off', () => {
    const clock = fc.double({ min: -0.2, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(anyLog, anyLooks(60_000), fc.tuple(clock, clock, clock), (log, looks, off) => {
        const seen = restamped(seenOf(log, looks), off);
        expect(laggard(standingOf(seen).healthy)).toBeNull();
        expect(['healthy', 'not-enough-seen']).toContain(verdictOf(seen).name);
      }),
      { numRuns: 300 },
    );
  });
  test('allow beside a lost raft log what an idle pair allows', () => {
    fc.assert(
      fc.property(anyLog, anyLooks(900), (log, looks) => {
        const seen = seenOf(log, looks);
        const masters = seen.masters.map(each =>
          each.instance === m1 ? masterOf(m1, broken(tocommit)) : each,
        );
        const { name, allowed } = verdictOf({ ...seen, masters });
        expect({ name, allowed }).toEqual({
          name: 'raft-log-lost',
          allowed: ['move-leader', 'replace-member', 'disk-loss-original'],
        });
      }),
      { numRuns: 100 },
    );
  });
  test('of which one stands still are of one that lags', () => {
    fc.assert(
      fc.property(anyLooks(900), fc.constantFrom(...three), (looks, still) => {
        const busy: Log = { perMs: 0.3, raises: () => true };
        const frozen = statusOf(still, { raftAppliedIndex: 4900, raftIndex: 4900, revision: 1104 });
        const seen = seenOf(busy, looks, (instance, etcd) =>
          instance === still ? { ...etcd, status: frozen, later: frozen, hash: null } : etcd,
        );
        expect(verdictOf(seen)).toMatchObject({ name: 'lagging', target: [still], allowed: [] });
      }),
      { numRuns: 100 },
    );
  });
});

describe('a member that holds other data than one log can give', () => {
  const down = masterOf(m1, {
    etcd: { ...etcdOf(m1), up: false, healthy: false, status: null, later: null },
  });
  test('forbids every cure, whoever is down or well, in any order of the masters', () => {
    const other = fc.constantFrom('hash' as const, 'more' as const, 'fewer' as const);
    fc.assert(
      fc.property(
        anyLog,
        anyLooks(900),
        other,
        fc.constantFrom(m2, m3),
        fc.boolean(),
        fc.boolean(),
        (log, looks, what, who, oneDown, turned) => {
          const shifted = (status: EtcdStatus, by: number) => ({ ...status, revision: status.revision + by });
          const seen = seenOf(log, looks, (instance, etcd) => {
            if (instance !== who || etcd.status === null || etcd.later === null || etcd.later === 'silent')
              return etcd;
            if (what === 'hash') return { ...etcd, hash: etcd.hash && { ...etcd.hash, hash: 8 } };
            const by = what === 'more' ? 40_000 : -1200;
            return { ...etcd, status: shifted(etcd.status, by), later: shifted(etcd.later, by), hash: null };
          });
          const masters = seen.masters.map(each => (oneDown && each.instance === m1 ? down : each));
          const verdict = verdictOf({ ...seen, masters: turned ? masters.toReversed() : masters });
          // What was written between two looks may be more than it lacks: then its hash is what is missing.
          const names = what === 'fewer' ? ['pair-disagrees', 'not-enough-seen'] : ['pair-disagrees'];
          expect(names).toContain(verdict.name);
          expect(verdict).toMatchObject({ target: [], allowed: [], proposed: null });
          expect(verdict.refused?.en).toMatch(/\d/);
        },
      ),
      { numRuns: 300 },
    );
  });
  test('is no rogue by its data, so no member of one id, list, term and leader ever is one', () => {
    const figure = fc.integer({ min: 1, max: 9000 });
    const anyData = fc.tuple(figure, figure, fc.constantFrom(1204, 1, 9000), fc.constantFrom(5000, 4000));
    fc.assert(
      fc.property(fc.tuple(anyData, anyData, anyData), all => {
        const change = Object.fromEntries(
          three.map((instance, at): [string, Partial<MasterObservation>] => {
            const [revision = 0, hash = 0, atRevision = 0, index = 0] = all[at] ?? [];
            const status = statusOf(instance, { revision, raftAppliedIndex: index, raftIndex: index });
            const hashed = { revision: atRevision, hash: hash % 3, compactRevision: 0 };
            return [instance, { etcd: etcdOf(instance, { status, hash: hashed }) }];
          }),
        );
        const verdict = verdictOf(clusterOf(change, { memory: null }));
        expect(verdict.name).not.toBe('rogue');
        expect(verdict.allowed).toEqual([]);
        expect(Object.keys(ids)).toHaveLength(3);
      }),
      { numRuns: 500 },
    );
  });
});
