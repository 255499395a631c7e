import { describe, expect, it } from 'vitest';
import { checklist, type GateContext } from '../../src/cluster/gate.ts';
import { departures, preGates } from '../../src/cluster/gates.ts';
import type { ClusterSeen } from '../../src/cluster/seen.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import {
  allListed,
  broken,
  clusterOf,
  downEtcd,
  etcdOf,
  files,
  m1,
  m2,
  m3,
  masterOf,
  statusOf,
  tocommit,
} from './build.ts';
import { contextOf, goodSnapshot } from './gate-context.ts';

const sick = clusterOf({ [m1]: broken(tocommit) });
const notMet = (seen: ClusterSeen, more: Partial<GateContext> = {}) =>
  checklist(preGates, seen, contextOf(seen, { verdict: verdictOf(sick), ...more })).filter(each => !each.ok);
const sickWith = (change: Parameters<typeof clusterOf>[0], more: Partial<ClusterSeen> = {}) =>
  clusterOf({ [m1]: broken(tocommit), ...change }, more);
const disk = files ?? {
  memberDir: true,
  memberWasMissing: false,
  walFiles: 1,
  dbBytes: 1,
  freeBytes: 1,
  mounted: true,
};

describe('before an act', () => {
  it('every gate holds for the runbook’s own fault, and says what holds', () => {
    const list = checklist(preGates, sick, contextOf(sick));
    expect(list.filter(each => !each.ok)).toEqual([]);
    expect(list.every(each => each.words.en !== '' && /[가-힣]/.test(each.words.ko))).toBe(true);
  });

  it.each<[string, ClusterSeen, Partial<GateContext>, string, string]>([
    ['two are broken', sickWith({ [m2]: { etcd: downEtcd } }), {}, 'one-of-three', '1 healthy beside'],
    [
      'a fourth master',
      { ...sick, masters: [...sick.masters, masterOf(m3)] },
      {},
      'one-of-three',
      '4 masters',
    ],
    [
      'a task is at work',
      sickWith(
        {},
        {
          tasks: [
            {
              id: '204847',
              state: 'processing',
              description: 'create deployment',
              deployment: 'd',
              user: 'x',
            },
          ],
        },
      ),
      {},
      'deployment-free',
      '204847',
    ],
    [
      'a lock is held',
      sickWith({}, { locks: [{ type: 'deployment', resource: 'd', taskId: '9' }] }),
      {},
      'deployment-free',
      'task 9',
    ],
    ['tasks were not read', sickWith({}, { tasks: null }), {}, 'deployment-free', 'could not be read'],
    ['a master is ignored', sickWith({ [m2]: { ignored: true } }), {}, 'not-ignored', '1 of 3'],
    [
      'another process fails on the pair',
      sickWith({ [m2]: { processes: [{ name: 'kube-apiserver', state: 'failing' }] } }),
      {},
      'pair-processes',
      'kube-apiserver',
    ],
    [
      'the pair differs',
      sickWith({ [m2]: { etcd: etcdOf(m2, { hash: { revision: 1204, hash: 1, compactRevision: 0 } }) } }),
      {},
      'pair-hash',
      '987654',
    ],
    [
      'the pair’s hashes were not read',
      sickWith({ [m2]: { etcd: etcdOf(m2, { hash: null }) } }),
      {},
      'pair-hash',
      'look again',
    ],
    [
      'the pair’s terms differ',
      sickWith({ [m2]: { etcd: etcdOf(m2, { status: statusOf(m2, { raftTerm: 8 }) }) } }),
      {},
      'pair-agrees',
      'raft term',
    ],
    [
      'a learner is listed',
      sickWith({
        [m2]: {
          etcd: etcdOf(m2, { members: allListed.map(each => ({ ...each, learner: each.id === 'a1' })) }),
        },
      }),
      {},
      'voters',
      '1 of them learners',
    ],
    [
      'an alarm',
      sickWith({ [m3]: { etcd: etcdOf(m3, { alarms: ['alarm:NOSPACE'] }) } }),
      {},
      'no-alarm',
      'NOSPACE',
    ],
    [
      'alarms were not read',
      sickWith({ [m3]: { etcd: etcdOf(m3, { alarms: null }) } }),
      {},
      'no-alarm',
      '1 of 2',
    ],
    [
      'the second look lags',
      sickWith({ [m3]: { etcd: etcdOf(m3, { later: statusOf(m3, { raftAppliedIndex: 4900 }) }) } }),
      {},
      'caught-up',
      '100',
    ],
    [
      'there was no second look at one of them',
      sickWith({ [m3]: { etcd: etcdOf(m3, { later: null }) } }),
      {},
      'caught-up',
      '1 of 2 healthy members were looked at twice (not master/774bfafe)',
    ],
    [
      'entries are not applied',
      sickWith({ [m3]: { etcd: etcdOf(m3, { later: statusOf(m3, { raftIndex: 5060 }) }) } }),
      {},
      'caught-up',
      '60',
    ],
    [
      'revisions are missing',
      sickWith({}, { memory: { revision: 1205, keyCount: null } }),
      {},
      'not-emptied',
      '1205',
    ],
    ['no snapshot', sick, { snapshot: null }, 'snapshot', '0 snapshots'],
    [
      'a bad snapshot',
      sick,
      { snapshot: { ...goodSnapshot, ok: false, why: { en: 'its trailer is wrong', ko: '다름' } } },
      'snapshot',
      'trailer',
    ],
    [
      'a snapshot from another time',
      sick,
      { snapshotBetween: { before: 1205, after: 1210 } },
      'snapshot',
      '1204 is not within 1205 (before this run) and 1210 (now)',
    ],
    [
      'a snapshot newer than the cluster',
      sick,
      { snapshotBetween: { before: 1200, after: 1203 } },
      'snapshot',
      'and 1203 (now)',
    ],
    [
      'a snapshot of which nobody knows the earliest revision',
      sick,
      { snapshotBetween: { before: null, after: 1204 } },
      'snapshot',
      '? (before this run)',
    ],
    ['another cure', sick, { cure: 'restart-process' }, 'classified', 'panics again'],
    ['another target', sick, { target: m2 }, 'classified', 'raft-log-lost'],
    ['nobody to remove', sick, { cure: 'remove-half-added' }, 'member-id', '0 unstarted'],
    ['two are stopped at once', sick, { stops: [m2, m3] }, 'stops-at-most-one', '2 healthy'],
    ['resurrection is on', sick, { stops: [m2] }, 'stops-at-most-one', 'resurrection is on'],
    [
      'a follower is stopped',
      { ...sick, resurrection: 'off' },
      { stops: [m3] },
      'stops-at-most-one',
      'not the leader',
    ],
    [
      'the victim’s etcd still tries',
      { ...sick, resurrection: 'off' },
      { stops: [m2] },
      'stops-at-most-one',
      'not monitored',
    ],
    [
      'no room for a copy',
      sickWith({ [m1]: broken(tocommit, { files: { ...disk, freeBytes: 40_959 } }) }),
      { cure: 'replace-member' },
      'room',
      '40959',
    ],
    [
      'room was not read',
      sickWith({ [m1]: broken(tocommit, { files: null }) }),
      { cure: 'replace-member' },
      'room',
      'was not read',
    ],
    [
      'the free room was not read',
      sickWith({ [m1]: broken(tocommit, { files: { ...disk, freeBytes: null } }) }),
      { cure: 'replace-member' },
      'room',
      'could not be read',
    ],
    [
      'the disk is not mounted',
      sickWith({ [m1]: broken(tocommit, { files: { ...disk, mounted: false } }) }),
      {},
      'room',
      'no mount point',
    ],
    [
      'nobody read whether the disk is mounted',
      sickWith({ [m1]: broken(tocommit, { files: { ...disk, mounted: null, freeBytes: null } }) }),
      {},
      'room',
      '(mountpoint, df)',
    ],
    [
      'nothing of the disk was read',
      sickWith({ [m1]: broken(tocommit, { files: null }) }),
      {},
      'room',
      'was not read',
    ],
    [
      'etcd of another version',
      sickWith({ [m3]: { etcd: etcdOf(m3, { status: statusOf(m3, { version: '3.6.0' }) }) } }),
      {},
      'etcd-version',
      '3.6.0',
    ],
    [
      'a member told no version',
      sickWith({ [m3]: { etcd: etcdOf(m3, { status: statusOf(m3, { version: '' }) }) } }),
      {},
      'etcd-version',
      '1 of 2',
    ],
  ])('it is not done when %s', (_what, seen, more, gate, words) => {
    const failed = notMet(seen, more).find(each => each.name === gate);
    expect(failed?.words.en).toContain(words);
    expect(failed?.words.ko).toMatch(/[가-힣]/);
  });

  it('this run’s own task and its lock are not in its way', () => {
    const seen = sickWith(
      {},
      {
        tasks: [{ id: '7', state: 'processing', description: 'restart', deployment: 'd', user: 'x' }],
        locks: [{ type: 'deployment', resource: 'd', taskId: '7' }],
      },
    );
    expect(notMet(seen, { ownTasks: ['7'] })).toEqual([]);
  });
  it('the leader may be stopped when the victim is, and resurrection', () => {
    const seen = sickWith(
      { [m1]: broken(tocommit, { monit: [{ name: 'etcd', state: 'not monitored' }] }) },
      { resurrection: 'off' },
    );
    expect(notMet(seen, { stops: [m2] })).toEqual([]);
  });
  it('the one that is mended is no healthy master that it stops', () =>
    expect(notMet(sick, { stops: [m1] })).toEqual([]));
  it('exactly twice the db is room enough', () =>
    expect(
      notMet(sickWith({ [m1]: broken(tocommit, { files: { ...disk, freeBytes: 40_960 } }) }), {
        cure: 'replace-member',
      }),
    ).toEqual([]));
  it('the original departs from gates that exist', () => {
    expect(departures.length).toBeGreaterThan(0);
    expect(departures.every(name => preGates.some(gate => gate.name === name))).toBe(true);
  });
  it('the original never departs from equal hashes, alarms, lag, lost data or the snapshot', () => {
    for (const kept of [
      'pair-hash',
      'no-alarm',
      'caught-up',
      'not-emptied',
      'snapshot',
      'classified',
      'room',
    ])
      expect(departures).not.toContain(kept);
  });
});
