import type { EtcdStatus, MasterObservation, Observation } from '../../src/cluster/observation.ts';
import type { Verdict } from '../../src/cluster/verdict-types.ts';
import type { Observed } from '../../src/desk/desk-types.ts';
import { same } from '../../src/words.ts';

const deployment = 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';
export const victim = 'master/9b8ad6e0-a438-4033-9767-46c586fb4771';
export const leader = 'master/774bfafe-67a2-406b-9ee5-a8db68f2e694';
export const follower = 'master/8cdf6298-e50a-4dc3-997b-b7e14502cc57';

const ids: Record<string, string> = {
  [victim]: 'a1b2c3d4e5f60718',
  [leader]: '8211f1d0f64f3269',
  [follower]: '91bc3c398fb3c146',
};

const status = (instance: string): EtcdStatus => ({
  memberId: ids[instance] ?? '',
  clusterId: '4d7f3e2a1b0c9d8e',
  leaderId: ids[leader] ?? '',
  raftTerm: 7,
  raftIndex: 48_213,
  raftAppliedIndex: 48_213,
  revision: 41_007,
  dbSizeBytes: 25_432_064,
  version: '3.4.23',
  learner: false,
  errors: [],
});

const running = (name: string) => ({ name, state: 'running' });
const processes = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'fluentd',
  'telegraf',
];

const healthyMaster = (instance: string, az: string, ip: string, tail: string): MasterObservation => ({
  instance,
  az,
  ip,
  cid: `master_service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4_${tail}`,
  agentId: `agent-${tail}`,
  diskCids: [`disk-${tail}`],
  desired: 'started',
  index: '1',
  bootstrap: false,
  ignored: false,
  processState: 'running',
  processes: processes.map(running),
  monit: processes.map(running),
  etcd: {
    up: true,
    healthy: true,
    status: status(instance),
    later: null,
    hash: { revision: 41_007, hash: 3_141_592_653, compactRevision: 40_000 },
    members: null,
    alarms: [],
    keyCount: 812,
  },
  files: null,
  apiserver: null,
  lastStartBlock: null,
  unread: [],
});

const brokenMaster = (): MasterObservation => ({
  ...healthyMaster(victim, 'pks-az1', '127.28.3.2', 'dd04187297f4'),
  bootstrap: true,
  processState: 'failing',
  monit: processes.map(name =>
    name === 'etcd'
      ? { name, state: 'Execution failed' }
      : name === 'fluentd'
        ? { name, state: 'not monitored' }
        : running(name),
  ),
  etcd: {
    up: false,
    healthy: false,
    status: null,
    later: null,
    hash: null,
    members: null,
    alarms: null,
    keyCount: null,
  },
});

/** The seed's cluster with the seed's fault. */
export const aCluster = (change: Partial<Observation> = {}): Observation => ({
  cluster: 'dev-1',
  deployment,
  at: '2020-08-05T03:29:11Z',
  masters: [
    brokenMaster(),
    healthyMaster(leader, 'pks-az3', '127.28.3.4', '5b1e0d7a93c2'),
    healthyMaster(follower, 'pks-az2', '127.28.3.3', 'c07f42e81ab6'),
  ],
  tasks: [],
  locks: [],
  resurrection: 'on',
  memory: { revision: 41_007, keyCount: 812 },
  unread: [],
  ...change,
});

export const aVerdict = (change: Partial<Verdict> = {}): Verdict => ({
  name: 'raft-log-lost',
  target: [victim],
  sentence: {
    en: 'master/9b8ad6e0 lost its raft log: tocommit(48213) is out of range [lastIndex(0)], member/ is there; the other two are healthy and agree.',
    ko: 'master/9b8ad6e0의 raft 로그가 유실됐습니다: tocommit(48213) is out of range [lastIndex(0)], member/ 는 남아 있고 나머지 두 멤버는 정상이며 서로 일치합니다.',
  },
  evidence: [
    same(
      'master/9b8ad6e0 log: tocommit(48213) is out of range [lastIndex(0)]. Was the raft log corrupted, truncated, or lost?',
    ),
    same('master/9b8ad6e0 files: member/ present, 0 wal files'),
    {
      en: 'hash 3141592653 at revision 41007 on master/774bfafe and master/8cdf6298',
      ko: 'master/774bfafe와 master/8cdf6298: revision 41007의 해시 3141592653',
    },
  ],
  confidence: 'certain',
  proposed: 'move-leader',
  allowed: ['move-leader', 'disk-loss-original'],
  refused: null,
  disallowed: {},
  healthy: [leader, follower],
  warnings: [
    {
      en: 'fluentd is broken as well: the ephemeral disk needs a recreate after etcd is healthy.',
      ko: 'fluentd도 이상 상태입니다. etcd가 정상화된 뒤 recreate로 임시 디스크를 복구해야 합니다.',
    },
  ],
  ...change,
});

export const looked = (change: Partial<Observed> = {}): Observed => ({
  ok: true,
  seen: aCluster(),
  verdict: aVerdict(),
  complete: true,
  run: null,
  ...change,
});
