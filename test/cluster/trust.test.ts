import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { allListed, broken, clusterOf, etcdOf, m1, m2, m3, statusOf, tocommit } from './build.ts';

test('a member whose revision left the others’ is no odd one to replace: nobody knows which database is right', () => {
  const ahead = statusOf(m1, { revision: 9204 });
  const verdict = verdictOf(
    clusterOf({ [m1]: { etcd: etcdOf(m1, { status: ahead, later: ahead, hash: null }) } }),
  );
  expect(verdict.name).toBe('pair-disagrees');
  expect(verdict.allowed).toEqual([]);
  expect(verdict.refused?.en).toContain('8000');
  for (const instance of [m2, m3]) expect(verdict.target).not.toContain(instance);
});

describe('two that agree against one', () => {
  const ofOwn = { clusterId: 'dead' };
  const named = (revision: number, memory: number | null, listed = allListed) => {
    const told = (instance: string) => ({ etcd: etcdOf(instance, { members: listed }) });
    const seen = clusterOf(
      {
        [m1]: { etcd: etcdOf(m1, { status: statusOf(m1, { ...ofOwn, revision }) }) },
        [m2]: told(m2),
        [m3]: told(m3),
      },
      { memory: memory === null ? null : { revision: memory, keyCount: null } },
    );
    return verdictOf(seen);
  };
  test('are believed where the one is not further than they are', () => {
    expect(named(1204, null).name).toBe('rogue');
    expect(named(1203, 1204).name).toBe('rogue');
  });
  test('are believed against one that is further where they have all that was ever seen, and list three', () => {
    expect(named(1205, 1204).name).toBe('rogue');
    expect(named(1205, 1203).name).toBe('rogue');
  });
  test('are not where nobody remembers how far the cluster was, or they list fewer than three', () => {
    const unknown = named(1205, null);
    expect(unknown).toMatchObject({ name: 'pair-disagrees', allowed: [], proposed: null });
    expect(unknown.sentence.en).toContain(
      '3 members answer and contradict each other: cluster id: dead on master/9b8ad6e0, c0ffee on',
    );
    expect(named(1205, 1204, allListed.slice(1)).name).toBe('pair-disagrees');
  });
  test('that remember more have lost data together', () =>
    expect(named(1203, 1205).name).toBe('re-bootstrapped-empty'));
});

describe('an alarm', () => {
  const raising = (...alarms: string[]) => verdictOf(clusterOf({ [m3]: { etcd: etcdOf(m3, { alarms }) } }));
  test.for([
    [['alarm:NOSPACE'], 'no-space'],
    [['alarm:CORRUPT'], 'pair-disagrees'],
    [['alarm:NOSPACE', 'alarm:CORRUPT'], 'pair-disagrees'],
    [['something new'], 'not-enough-seen'],
    [['something new', 'alarm:NOSPACE'], 'no-space'],
    [[], 'healthy'],
  ] as const)('%j: %s', ([alarms, name]) => expect(raising(...alarms).name).toBe(name));
  test('of the odd one is none of the pair’s', () => {
    const etcd = etcdOf(m1, { status: statusOf(m1, { clusterId: 'dead' }), alarms: ['alarm:NOSPACE'] });
    expect(verdictOf(clusterOf({ [m1]: { etcd } })).name).toBe('rogue');
  });
});

test('a pair in the middle of an election is asked again', () => {
  const etcd = etcdOf(m3, { later: statusOf(m3, { raftTerm: 8 }) });
  const verdict = verdictOf(clusterOf({ [m1]: broken(tocommit), [m3]: { etcd } }));
  expect(verdict.name).toBe('not-enough-seen');
  expect(verdict.sentence.en).toContain('in the middle of a change');
});
