import type {
  EtcdObservation,
  EtcdStatus,
  MasterObservation,
  MemberListed,
  Observation,
} from '../../src/cluster/observation.ts';

/** Three masters as the runbook's cluster has them: m1 is the bootstrap instance, m2 leads. */
export const m1 = 'master/9b8ad6e0-a438-4033-9767-46c586fb4771';
export const m2 = 'master/8cdf6298-e50a-4dc3-997b-b7e14502cc57';
export const m3 = 'master/774bfafe-67a2-406b-9ee5-a8db68f2e694';
export const ids = { [m1]: 'a1', [m2]: 'b2', [m3]: 'c3' } as const;
type Name = keyof typeof ids;
const uuid = (instance: string) => instance.split('/')[1] ?? '';
export const allListed: readonly MemberListed[] = [m1, m2, m3].map(instance => ({
  id: ids[instance as Name],
  name: uuid(instance),
  peerUrls: [`https://${uuid(instance)}:2380`],
  learner: false,
}));

export const statusOf = (instance: string, more: Partial<EtcdStatus> = {}): EtcdStatus => ({
  memberId: ids[instance as Name],
  clusterId: 'c0ffee',
  leaderId: 'b2',
  raftTerm: 7,
  raftIndex: 5000,
  raftAppliedIndex: 5000,
  revision: 1204,
  dbSizeBytes: 20480,
  version: '3.4.23',
  learner: false,
  errors: [],
  ...more,
});

export const etcdOf = (instance: string, more: Partial<EtcdObservation> = {}): EtcdObservation => {
  const status = more.status === undefined ? statusOf(instance) : more.status;
  return {
    up: true,
    healthy: true,
    later: status,
    hash: { revision: 1204, hash: 987654, compactRevision: 0 },
    members: allListed,
    alarms: [],
    keyCount: 300,
    ...more,
    status,
  };
};

export const downEtcd: EtcdObservation = {
  up: false,
  healthy: false,
  status: null,
  later: null,
  hash: null,
  members: null,
  alarms: null,
  keyCount: null,
};

export const masterOf = (instance: string, more: Partial<MasterObservation> = {}): MasterObservation => ({
  instance,
  az: 'pks-az1',
  ip: '127.28.3.2',
  cid: `vm-${uuid(instance)}`,
  agentId: 'agent',
  diskCids: [],
  desired: 'started',
  index: '0',
  bootstrap: instance === m1,
  ignored: false,
  processState: 'running',
  processes: [{ name: 'etcd', state: 'running' }],
  monit: [{ name: 'etcd', state: 'running' }],
  etcd: etcdOf(instance),
  files: {
    memberDir: true,
    memberWasMissing: false,
    walFiles: 1,
    dbBytes: 20480,
    freeBytes: 10_000_000,
    mounted: true,
    ground: { link: 'none', owner: 'vcap', binary: true },
  },
  apiserver: { healthy: true, said: 'HTTP 200 ok' },
  lastStartBlock: '2026-11-22 10:57:28 I | etcdmain: etcd Version: 3.4.23',
  unread: [],
  ...more,
});

export const clusterOf = (
  change: Partial<Record<string, Partial<MasterObservation>>> = {},
  more: Partial<Observation> = {},
): Observation => ({
  cluster: 'dev-1',
  deployment: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4',
  at: '2026-11-22T10:57:28Z',
  masters: [m1, m2, m3].map(instance => masterOf(instance, change[instance])),
  tasks: [],
  locks: [],
  resurrection: 'on',
  memory: { revision: 1200, keyCount: 310 },
  unread: [],
  ...more,
});

export const tocommit = 'panic: tocommit(312) is out of range [lastIndex(0)]. Was the raft log corrupted?';
export const files = masterOf(m1).files;
/** m1 does not answer, its log ends in the words given. */
export const broken = (
  lastStartBlock: string,
  more: Partial<MasterObservation> = {},
): Partial<MasterObservation> => ({
  etcd: downEtcd,
  processState: 'failing',
  lastStartBlock,
  ...more,
});

const disk = (instance: string) => {
  const { files } = masterOf(instance);
  return files && { ...files, freeBytes: 10_000_000_000 };
};
const served = `2026-11-22 10:50:00.000001 I | etcdmain: etcd Version: 3.4.23
2026-11-22 10:50:01.000001 I | embed: ready to serve client requests`;
export const logOf = (instance: string) => ({
  memberId: ids[instance as Name] as string,
  clusterId: 'c0ffee',
  lastTerm: 7,
  lastIndex: 5000,
  commit: 4999,
  torn: false,
});
/** Its etcd was stopped by monit; its data are whole. */
export const stopped = (
  instance: string,
  log: Partial<ReturnType<typeof logOf>> = {},
  more: Partial<MasterObservation> = {},
): Partial<MasterObservation> => ({
  etcd: downEtcd,
  processState: 'running',
  monit: [{ name: 'etcd', state: 'not monitored' }],
  files: disk(instance),
  disk: { held: false, log: { ...logOf(instance), ...log } },
  lastStartBlock: served,
  ...more,
});
/** As it was last seen healthy. */
export const kept = (raftIndex = 4990) => ({
  revision: 1200,
  keyCount: 310,
  identity: {
    at: '2026-11-22T10:00:00Z',
    raftTerm: 7,
    systemKey: null,
    hash: null,
    members: Object.fromEntries(
      [m1, m2, m3].map(instance => [
        instance,
        { memberId: ids[instance as Name], born: null, raftIndex, dbBytes: null, starts: [] },
      ]),
    ),
  },
});
