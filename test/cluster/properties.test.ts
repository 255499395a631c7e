import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contradictions } from '../../src/cluster/contradictions.ts';
import type { EtcdObservation, Observation } from '../../src/cluster/observation.ts';
import { answering } from '../../src/cluster/quorum.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { cureNames, type Verdict, verdictNames } from '../../src/cluster/verdict-types.ts';
import { anyCluster } from './any-cluster.ts';

const runs = { numRuns: 700 };

/** Counted here by other means than the verdict's: two that are healthy, list each other and contradict nothing. */
const healthyAgreeing = (seen: Observation): number => {
  const healthy = seen.masters.map(answering).filter(each => each !== null);
  const agreeing = healthy.filter(a =>
    healthy.some(
      b =>
        a !== b &&
        contradictions(a, b).length === 0 &&
        a.etcd.hash?.hash === b.etcd.hash?.hash &&
        a.etcd.hash !== null &&
        a.members?.some(member => member.id === b.last.memberId) === true &&
        b.members?.some(member => member.id === a.last.memberId) === true,
    ),
  );
  return agreeing.length;
};

describe('whatever was seen', () => {
  test('nothing runs and nobody is taken away with fewer than two healthy agreeing members', () => {
    fc.assert(
      fc.property(anyCluster, seen => {
        const { allowed, proposed } = verdictOf(seen, { cures33: true });
        if (healthyAgreeing(seen) < 2) expect({ allowed, proposed }).toEqual({ allowed: [], proposed: null });
      }),
      runs,
    );
  });

  test('no cure is aimed at a member of the agreeing pair, and etcd cures at exactly one', () => {
    fc.assert(
      fc.property(anyCluster, seen => {
        const verdict = verdictOf(seen);
        if (verdict.allowed.length === 0) return;
        expect(verdict.target).toHaveLength(1);
        const others = seen.masters.filter(master => !verdict.target.includes(master.instance));
        expect(others.every(master => answering(master) !== null)).toBe(true);
        expect(others).toHaveLength(2);
      }),
      runs,
    );
  });

  test('every cure is either allowed or has its reason, and the proposed one is allowed', () => {
    fc.assert(
      fc.property(anyCluster, seen => {
        const verdict = verdictOf(seen);
        expect(verdictNames).toContain(verdict.name);
        const told = [...verdict.allowed, ...Object.keys(verdict.disallowed)].toSorted();
        expect(told).toEqual([...cureNames].toSorted());
        expect(verdict.proposed).toBe(verdict.allowed[0] ?? null);
        if (verdict.name !== 'healthy' && verdict.allowed.length === 0)
          expect(verdict.refused?.en.length ?? 0).toBeGreaterThan(40);
      }),
      runs,
    );
  });

  test('the original runbook is only ever for a lost raft log', () => {
    fc.assert(
      fc.property(anyCluster, seen => {
        const verdict = verdictOf(seen);
        if (verdict.allowed.includes('disk-loss-original')) expect(verdict.name).toBe('raft-log-lost');
      }),
      runs,
    );
  });

  test('no cure starts below the highest revision ever seen, nor while an alarm is raised', () => {
    fc.assert(
      fc.property(anyCluster, seen => {
        const verdict = verdictOf(seen);
        if (verdict.allowed.length === 0) return;
        const kept = seen.masters
          .filter(master => !verdict.target.includes(master.instance) || verdict.name === 'healthy')
          .map(answering)
          .filter(each => each !== null);
        expect(Math.max(...kept.map(each => each.last.revision))).toBeGreaterThanOrEqual(
          seen.memory?.revision ?? 0,
        );
        expect(kept.flatMap(each => each.etcd.alarms ?? [])).toEqual([]);
      }),
      runs,
    );
  });

  test('what is less known of data never allows more', () => {
    const forgets: readonly ((etcd: EtcdObservation) => EtcdObservation)[] = [
      etcd => ({ ...etcd, hash: null }),
      etcd => ({ ...etcd, members: null }),
      etcd => ({ ...etcd, alarms: null }),
      etcd => (etcd.later === 'silent' ? etcd : { ...etcd, later: null }), // told nothing is something known
      etcd => ({ ...etcd, later: 'silent' }),
      etcd => ({ ...etcd, status: null, later: null }),
    ];
    fc.assert(
      fc.property(anyCluster, fc.nat(2), fc.constantFrom(...forgets), (seen, at, forget) => {
        const masters = seen.masters.map((each, index) =>
          index === at && each.etcd !== null ? { ...each, etcd: forget(each.etcd) } : each,
        );
        const before = verdictOf(seen).allowed;
        expect(before).toEqual(expect.arrayContaining([...verdictOf({ ...seen, masters }).allowed]));
      }),
      { numRuns: 3000 },
    );
  });

  test('the order of the masters changes nothing', () => {
    fc.assert(
      fc.property(anyCluster, seen => {
        const turned = verdictOf({ ...seen, masters: seen.masters.toReversed() });
        const told = ({ name, allowed, target }: Verdict) => ({ name, allowed, target: target.toSorted() });
        expect(told(turned)).toEqual(told(verdictOf(seen)));
      }),
      runs,
    );
  });
});
