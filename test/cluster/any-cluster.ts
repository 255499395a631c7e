import fc from 'fast-check';
import type { EtcdObservation, MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { allListed, clusterOf, downEtcd, etcdOf, m1, m2, m3, masterOf, statusOf, tocommit } from './build.ts';

/** Observations of every kind, most of them wrong in some way and many of them contradictory. */
const anyEtcd = (instance: string): fc.Arbitrary<EtcdObservation | null> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.constant(downEtcd) },
    { weight: 5, arbitrary: fc.constant(etcdOf(instance)) },
    {
      weight: 6,
      arbitrary: fc
        .record({
          leaderId: fc.constantFrom('a1', 'b2', 'c3', null),
          raftTerm: fc.constantFrom(7, 7, 8),
          revision: fc.constantFrom(1204, 1204, 3, 9999),
          raftAppliedIndex: fc.constantFrom(5000, 5000, 4000),
          version: fc.constantFrom('3.4.23', '3.5.12', '3.3.17', '3.6.0', ''),
          clusterId: fc.constantFrom('c0ffee', 'c0ffee', 'beef'),
          hash: fc.constantFrom(987654, 987654, 1, null),
          members: fc.constantFrom(allListed, allListed, allListed.slice(1), null),
          alarms: fc.constantFrom([], [], ['alarm:NOSPACE'], null),
          healthy: fc.constantFrom(true, true, false),
          learner: fc.constantFrom(false, false, false, true),
          silent: fc.constantFrom(false, false, false, true),
        })
        .map(({ hash, members, alarms, healthy, silent, ...status }) =>
          etcdOf(instance, {
            status: statusOf(instance, status),
            hash: hash === null ? null : { revision: 1204, hash, compactRevision: 0 },
            members,
            alarms,
            healthy,
            ...(silent ? { later: 'silent' as const } : {}),
          }),
        ),
    },
  );

const anyMaster = (instance: string): fc.Arbitrary<MasterObservation> =>
  fc
    .record({
      etcd: anyEtcd(instance),
      cid: fc.constantFrom('vm-1', 'vm-1', null),
      ignored: fc.constantFrom(false, false, true),
      processes: fc.constantFrom([], [{ name: 'fluentd', state: 'failing' }]),
      lastStartBlock: fc.constantFrom('', tocommit, 'invalid database', 'permanently removed', 'C | x', null),
      files: fc.constantFrom(
        masterOf(instance).files,
        {
          memberDir: false,
          memberWasMissing: null,
          walFiles: 0,
          dbBytes: null,
          freeBytes: 1,
          mounted: true,
        },
        {
          memberDir: true,
          memberWasMissing: true,
          walFiles: 0,
          dbBytes: null,
          freeBytes: null,
          mounted: false,
        },
        null,
      ),
    })
    .map(more => masterOf(instance, more));

export const anyCluster: fc.Arbitrary<Observation> = fc
  .record({
    masters: fc
      .tuple(anyMaster(m1), anyMaster(m2), anyMaster(m3))
      .chain(masters => fc.constantFrom(masters, masters, masters, masters.slice(1))),
    memory: fc.constantFrom(null, { revision: 1200, keyCount: null }),
    resurrection: fc.constantFrom('on' as const, 'off' as const),
  })
  .map(more => clusterOf({}, more));
