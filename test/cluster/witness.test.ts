import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/cluster/observation.ts';
import { differences, witnessOf } from '../../src/cluster/witness.ts';
import { allListed, broken, clusterOf, downEtcd, etcdOf, m1, m2, m3, statusOf, tocommit } from './build.ts';

const before = clusterOf({ [m1]: broken(tocommit) });
const changed = (change: Parameters<typeof clusterOf>[0], more: Partial<Observation> = {}) =>
  clusterOf({ [m1]: broken(tocommit), ...change }, more);
const differs = (now: Observation) =>
  differences(witnessOf(before, m1), witnessOf(now, m1)).map(each => each.en);

describe('an approval is void when', () => {
  test.each<[string, Observation, string]>([
    ['a CID changed', changed({ [m2]: { cid: 'vm-new' } }), 'master/8cdf6298 VM: vm-8cdf6298'],
    ['a VM is gone', changed({ [m2]: { cid: null } }), 'master/8cdf6298 VM'],
    [
      'an agent fell silent',
      changed({ [m3]: { processState: 'unresponsive agent' } }),
      'master/774bfafe agent',
    ],
    [
      'another agent answers for the same VM',
      changed({ [m3]: { agentId: 'another' } }),
      'master/774bfafe agent id: agent when it was approved, another now',
    ],
    [
      'an instance serves under another member id',
      changed({ [m3]: { etcd: etcdOf(m3, { status: statusOf(m3, { memberId: 'd4' }) }) } }),
      'master/774bfafe etcd: healthy as member c3 when it was approved, healthy as member d4 now',
    ],
    [
      'an id is listed for another instance',
      changed({
        [m2]: {
          etcd: etcdOf(m2, {
            members: allListed.map(each => (each.id === 'a1' ? { ...each, name: '774bfafe-67a2' } : each)),
          }),
        },
      }),
      'a1 (774bfafe)',
    ],
    ['a member died', changed({ [m3]: { etcd: downEtcd } }), 'quorum: 2 of 3 healthy'],
    ['the victim came back', clusterOf(), 'master/9b8ad6e0 etcd: not healthy'],
    [
      'the members changed',
      changed({ [m2]: { etcd: etcdOf(m2, { members: allListed.slice(1) }) } }),
      'members',
    ],
    [
      'the leader changed',
      changed({
        [m2]: { etcd: etcdOf(m2, { status: statusOf(m2, { leaderId: 'c3' }) }) },
        [m3]: { etcd: etcdOf(m3, { status: statusOf(m3, { leaderId: 'c3' }) }) },
      }),
      'leader: b2',
    ],
    [
      'a task began',
      changed(
        {},
        {
          tasks: [
            { id: '7', state: 'processing', description: 'create deployment', deployment: 'd', user: 'x' },
          ],
        },
      ),
      'running tasks: none when it was approved, 7 create deployment now',
    ],
    ['tasks could not be read', changed({}, { tasks: null }), 'running tasks'],
    ['a lock is held', changed({}, { locks: [{ type: 'deployment', resource: 'd', taskId: '7' }] }), 'locks'],
    ['resurrection changed', changed({}, { resurrection: 'off' }), 'resurrection: on'],
    ['a master was ignored', changed({ [m2]: { ignored: true } }), 'ignored'],
    [
      'the victim’s member/ went',
      clusterOf({
        [m1]: broken(tocommit, {
          files: {
            memberDir: false,
            memberWasMissing: false,
            walFiles: 0,
            dbBytes: null,
            freeBytes: 1,
            mounted: true,
          },
        }),
      }),
      'member/',
    ],
  ])('%s', (_what, now, words) => expect(differs(now).join('\n')).toContain(words));

  test('another target is meant', () =>
    expect(differences(witnessOf(before, m1), witnessOf(before, m2)).length).toBeGreaterThan(0));
});

describe('an approval stays good while', () => {
  test('revisions, indexes, sizes, hashes, monit’s words and the second look move', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.constantFrom('failing', 'starting', 'unknown'),
        (revision, index, state) => {
          const status = (instance: string) =>
            statusOf(instance, {
              revision,
              raftIndex: index,
              raftAppliedIndex: index,
              dbSizeBytes: revision,
            });
          const moved = changed(
            {
              [m1]: broken('another block', { processState: state, monit: [{ name: 'etcd', state }] }),
              [m2]: {
                etcd: etcdOf(m2, {
                  status: status(m2),
                  hash: { revision, hash: index, compactRevision: 0 },
                  keyCount: index,
                }),
              },
              [m3]: { etcd: etcdOf(m3, { status: status(m3) }) },
            },
            { at: 'later' },
          );
          expect(differs(moved)).toEqual([]);
        },
      ),
    );
  });
  test('the same is listed in another order', () => {
    const turned = { ...before, masters: before.masters.toReversed() };
    expect(differs(turned)).toEqual([]);
    expect(differs(changed({ [m2]: { etcd: etcdOf(m2, { members: allListed.toReversed() }) } }))).toEqual([]);
  });
});
