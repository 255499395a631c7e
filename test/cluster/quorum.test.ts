import { describe, expect, test } from 'vitest';
import type { EtcdObservation } from '../../src/cluster/observation.ts';
import { answering, healthyAfter, quorumOf, serves, standingOf, telling } from '../../src/cluster/quorum.ts';
import { broken, clusterOf, downEtcd, etcdOf, m1, m2, m3, masterOf, statusOf } from './build.ts';

test.for([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
] as const)('of %i members %i have to be there', ([members, quorum]) =>
  expect(quorumOf(members)).toBe(quorum),
);

describe('a member serves', () => {
  const unhealthy = (more: Partial<EtcdObservation> = {}) => etcdOf(m1, { healthy: false, ...more });
  const erring = (...errors: string[]) => unhealthy({ alarms: null, status: statusOf(m1, { errors }) });
  test.for<[string, EtcdObservation | null, boolean]>([
    ['healthy', etcdOf(m1), true],
    ['not healthy', unhealthy(), false],
    ['not healthy for an alarm alone, with a leader', unhealthy({ alarms: ['alarm:NOSPACE'] }), true],
    [
      'under an alarm and without a leader',
      unhealthy({ alarms: ['x'], status: statusOf(m1, { leaderId: null }) }),
      false,
    ],
    ['with an empty line for an alarm', unhealthy({ alarms: [' '] }), false],
    ['with one alarm among empty lines', unhealthy({ alarms: ['', 'alarm:NOSPACE'] }), true],
    ['not healthy, its alarms unread', unhealthy({ alarms: null }), false],
    ['with the alarm in its status', erring('x', 'memberID:1 ALARM:NOSPACE'), true],
    ['with another error in its status', erring('etcdserver: no leader'), false],
    ['healthy by its word without a status', etcdOf(m1, { status: null }), false],
    ['not up', etcdOf(m1, { up: false }), false],
    ['not read', null, false],
  ])('%s: %s', ([, etcd, is]) => expect(serves(etcd)).toBe(is));
});

describe('what a master’s own etcd answered', () => {
  const later = statusOf(m1, { raftIndex: 6000 });
  test('has two looks, or the first twice', () => {
    const etcd = etcdOf(m1, { later });
    const master = masterOf(m1, { etcd });
    expect(answering(master)).toEqual({
      master,
      etcd,
      first: statusOf(m1),
      last: later,
      twice: true,
      members: etcd.members,
    });
    expect(answering(masterOf(m1, { etcd: etcdOf(m1, { later: null }) }))).toMatchObject({
      first: statusOf(m1),
      last: statusOf(m1),
      twice: false,
    });
  });
  test('is nothing where it told no status, or none in the second look', () => {
    for (const etcd of [null, etcdOf(m1, { status: null }), etcdOf(m1, { later: 'silent' }), downEtcd])
      expect(telling(masterOf(m1, { etcd }))).toBeNull();
  });
  test('is told of one that does not serve too, and does not count as answering', () => {
    const master = masterOf(m1, { etcd: etcdOf(m1, { healthy: false }) });
    expect(telling(master)?.last.memberId).toBe('a1');
    expect(answering(master)).toBeNull();
  });
});

describe('every master is healthy, down or not seen well enough', () => {
  const sorted = (change: Parameters<typeof clusterOf>[0]) => {
    const { healthy, down, unseen } = standingOf(clusterOf(change));
    return [
      healthy.map(each => each.master.instance),
      down.map(each => each.instance),
      unseen.map(each => each.instance),
    ];
  };
  test.for<[string, Parameters<typeof masterOf>[1], 0 | 1 | 2]>([
    ['healthy', {}, 0],
    ['serving under an alarm', { etcd: etcdOf(m1, { healthy: false, alarms: ['x'] }) }, 0],
    ['not healthy', broken(''), 1],
    ['without a VM', { etcd: null, cid: null }, 1],
    ['not read', { etcd: null }, 2],
    ['healthy by its word without a status', { etcd: etcdOf(m1, { status: null }) }, 2],
    ['silent in the second look', { etcd: etcdOf(m1, { later: 'silent' }) }, 2],
    [
      'under an alarm and silent in the second look',
      { etcd: etcdOf(m1, { healthy: false, alarms: ['x'], later: 'silent' }) },
      2,
    ],
  ])('%s', ([, change, at]) => {
    const expected = [[m2, m3], [] as string[], [] as string[]];
    expected[at] = at === 0 ? [m1, m2, m3] : [m1];
    expect(sorted({ [m1]: change })).toEqual(expected);
  });
  test('and those that are stopped serve no longer', () => {
    const seen = clusterOf({ [m1]: broken('') });
    expect([[], [m1], [m2], [m2, m3]].map(down => healthyAfter(seen, down))).toEqual([2, 2, 1, 0]);
  });
});
