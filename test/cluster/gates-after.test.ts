import { describe, expect, it } from 'vitest';
import { type AfterContext, checklist } from '../../src/cluster/gate.ts';
import { postGates } from '../../src/cluster/gates-after.ts';
import type { ClusterSeen } from '../../src/cluster/seen.ts';
import { allListed, broken, clusterOf, etcdOf, m1, m2, m3, masterOf, tocommit } from './build.ts';

const sick = clusterOf({ [m1]: broken(tocommit) });

describe('before healed is said', () => {
  const since = (more: Partial<AfterContext> = {}): AfterContext => ({
    target: m1,
    cure: 'move-leader',
    before: {
      revision: 1200,
      keyCount: 310,
      memberIds: ['c3', 'b2', 'a1'],
      raftTerm: 7,
      startBlocks: { [m1]: masterOf(m1).lastStartBlock ?? '' },
    },
    replaced: null,
    canary: { readBy: 2, of: 2 },
    serviceAnswers: true,
    memory: { revision: 1200, keyCount: null },
    ...more,
  });
  const open = (seen: ClusterSeen, more: Partial<AfterContext> = {}) =>
    checklist(postGates, seen, since(more)).filter(each => !each.ok);

  it('all hold on a healed cluster', () => expect(open(clusterOf())).toEqual([]));
  it.each<[string, ClusterSeen, Partial<AfterContext>, string]>([
    ['one is still down', sick, {}, 'three-healthy'],
    [
      'a hash differs',
      clusterOf({ [m1]: { etcd: etcdOf(m1, { hash: { revision: 1204, hash: 1, compactRevision: 0 } }) } }),
      {},
      'three-agree',
    ],
    [
      'a local view differs',
      clusterOf({ [m1]: { etcd: etcdOf(m1, { members: allListed.slice(0, 1) }) } }),
      {},
      'three-agree',
    ],
    ['an id is not the expected one', clusterOf(), { replaced: { old: 'a1', new: 'd4' } }, 'member-ids'],
    ['the revision is lower', clusterOf(), { memory: { revision: 9000, keyCount: null } }, 'nothing-lost'],
    ['keys are gone', clusterOf(), { before: { ...since().before, keyCount: 601 } }, 'nothing-lost'],
    ['there was an election', clusterOf(), { before: { ...since().before, raftTerm: 6 } }, 'term'],
    ['an alarm', clusterOf({ [m1]: { etcd: etcdOf(m1, { alarms: ['alarm:NOSPACE'] }) } }), {}, 'no-alarm'],
    ['the canary was read from one only', clusterOf(), { canary: { readBy: 1, of: 2 } }, 'canary'],
    ['the canary was not tried', clusterOf(), { canary: null }, 'canary'],
    [
      'etcd started again',
      clusterOf({ [m1]: { lastStartBlock: '2026-11-22 11:00:00 I | etcdmain: etcd Version: 3.4.23' } }),
      {},
      'no-new-start',
    ],
    [
      'fluentd fails',
      clusterOf({ [m1]: { processes: [{ name: 'fluentd', state: 'failing' }] } }),
      {},
      'processes',
    ],
    [
      'monit gave up on etcd',
      clusterOf({ [m1]: { monit: [{ name: 'etcd', state: 'not monitored' }] } }),
      {},
      'processes',
    ],
    [
      'an apiserver is silent',
      clusterOf({ [m1]: { apiserver: { healthy: false, said: 'no answer' } } }),
      {},
      'apiservers',
    ],
    ['an apiserver was not read', clusterOf({ [m1]: { apiserver: null } }), {}, 'apiservers'],
    [
      'one of three apiservers wants a login',
      clusterOf({ [m1]: { apiserver: { healthy: null, said: 'HTTP 401' } } }),
      {},
      'apiservers',
    ],
    ['the log of one was not read', clusterOf({ [m1]: { lastStartBlock: null } }), {}, 'no-new-start'],
    [
      'nobody knows the ids before',
      clusterOf(),
      { before: { ...since().before, memberIds: [] } },
      'member-ids',
    ],
    [
      'the keys were not counted',
      clusterOf({
        [m1]: { etcd: etcdOf(m1, { keyCount: null }) },
        [m2]: { etcd: etcdOf(m2, { keyCount: null }) },
        [m3]: { etcd: etcdOf(m3, { keyCount: null }) },
      }),
      {},
      'nothing-lost',
    ],
    ['one of two others was asked for the canary', clusterOf(), { canary: { readBy: 1, of: 1 } }, 'canary'],
    ['the service does not answer', clusterOf(), { serviceAnswers: false }, 'service'],
    [
      'a member is still unstarted',
      clusterOf({ [m1]: { etcd: etcdOf(m1, { members: allListed.map(each => ({ ...each, name: '' })) }) } }),
      {},
      'list-of-three',
    ],
  ])('it is not while %s', (_what, seen, more, gate) => {
    const names = open(seen, more).map(each => each.name);
    expect(names).toContain(gate);
  });

  it('what nobody could ask is in nobody’s way, and is not said to hold', () => {
    const silent = { apiserver: { healthy: null, said: 'HTTP 401' } };
    const seen = clusterOf({ [m1]: silent, [m2]: silent, [m3]: silent });
    const unasked = checklist(postGates, seen, since({ serviceAnswers: null })).filter(each => each.unasked);
    expect(unasked.map(each => each.name)).toEqual(['apiservers', 'service']);
    expect(unasked.every(each => each.ok)).toBe(true);
    expect(unasked[0]?.words.en).toContain('HTTP 401');
    expect(unasked[1]?.words.en).toContain('SERVICE_URL is not set');
  });
});
