import type { EtcdStatus, MasterObservation, Observation } from '../cluster/observation.ts';
import type { RunbookName } from '../cluster/verdict-types.ts';
import { powerOffId } from './powered-off.ts';
import type { Cast, StepContext, VmHere } from './runbook.ts';
import { snapshotId, snapshotPath } from './steps/snapshot.ts';

/** A cluster that stands for every cluster: the command lines of the runbooks' pages are written from it. */
const failed = 'master/ffffffff-0000-4000-8000-000000000000';
const leader = 'master/aaaaaaaa-0000-4000-8000-000000000000';
const follower = 'master/bbbbbbbb-0000-4000-8000-000000000000';
/** Exported for its tests. */
export const example = {
  deployment: 'service-instance_cccccccc-0000-4000-8000-000000000000',
  failed,
  leader,
  follower,
  run: 'run-00000000',
} as const;
export const exampleCast = (cure: RunbookName): Cast => {
  if (cure === 'start-quorum')
    return { leader: null, follower: null, answering: [follower], start: [failed, leader] };
  if (cure === 'free-space') return { leader, follower, defrag: [follower, leader] };
  return { leader, follower, answering: [leader, follower] };
};
/** Where the whole cluster is out of space nobody failed. */
const isWell = (instance: string, cure: RunbookName): boolean => instance !== failed || cure === 'free-space';

const uuidOf = (instance: string): string => instance.split('/')[1] ?? '';
const memberIds: Readonly<Record<string, string>> = {
  [failed]: 'f0f0f0f0f0f0f0f0',
  [leader]: 'a0a0a0a0a0a0a0a0',
  [follower]: 'b0b0b0b0b0b0b0b0',
};
const peerUrls: Readonly<Record<string, string>> = {
  [failed]: 'https://failed.invalid:2380',
  [leader]: 'https://leader.invalid:2380',
  [follower]: 'https://follower.invalid:2380',
};
const revision = 41_007;

/** A half-added member has no name in the list. */
const listOf = (cure: RunbookName) =>
  [failed, leader, follower].map(instance => ({
    id: memberIds[instance] ?? '',
    name: instance === failed && cure === 'remove-half-added' ? '' : uuidOf(instance),
    peerUrls: [peerUrls[instance] ?? ''],
    learner: false,
  }));

const statusOf = (instance: string): EtcdStatus => ({
  memberId: memberIds[instance] ?? '',
  clusterId: 'c0c0c0c0c0c0c0c0',
  leaderId: memberIds[leader] ?? '',
  raftTerm: 7,
  raftIndex: 48_213,
  raftAppliedIndex: 48_213,
  revision,
  dbSizeBytes: 25_432_064,
  version: '3.4.23',
  learner: false,
  errors: [],
});

const masterOf = (instance: string, cure: RunbookName): MasterObservation => {
  const healthy = isWell(instance, cure);
  const status = healthy ? statusOf(instance) : null;
  const processes = [{ name: 'etcd', state: healthy ? 'running' : 'failing' }];
  return {
    instance,
    az: 'az1',
    ip: '127.28.3.2',
    cid: `vm-${uuidOf(instance)}`,
    agentId: 'agent',
    diskCids: [],
    desired: 'started',
    index: '0',
    bootstrap: instance === failed,
    ignored: false,
    processState: healthy ? 'running' : 'failing',
    processes,
    monit: processes,
    etcd: {
      up: healthy,
      healthy,
      status,
      later: status,
      hash: healthy ? { revision, hash: 3_141_592_653, compactRevision: 0 } : null,
      members: healthy ? listOf(cure) : null,
      alarms: healthy ? [] : null,
      keyCount: healthy ? 812 : null,
    },
    files: {
      memberDir: true,
      memberWasMissing: false,
      walFiles: 1,
      dbBytes: 25_432_064,
      freeBytes: 10_000_000_000,
      mounted: true,
      ground: { link: 'none', owner: 'vcap', binary: true },
    },
    apiserver: { healthy: true, said: 'HTTP 200 ok' },
    lastStartBlock: '',
    unread: [],
  };
};

const vmOf = (instance: string): VmHere => ({
  name: `vm-${uuidOf(instance)}`,
  power: 'on',
  connected: true,
  template: false,
  question: false,
  instanceUuid: `vcenter-uuid-of-${uuidOf(instance).slice(0, 8)}`,
  ip: '127.28.3.2',
  cid: `vm-${uuidOf(instance)}`,
  moref: 'VirtualMachine:vm-0',
  datacenter: 'DATACENTER',
});

const poweredOff = (instance: string) => ({
  uuid: vmOf(instance).instanceUuid,
  datacenter: 'DATACENTER',
  instance,
});

const savedOn = (on: string) => ({
  path: snapshotPath(example.run),
  on,
  sha256: '0'.repeat(64),
  hash: '1',
});

const seenFor = (cure: RunbookName): Observation => ({
  cluster: 'CLUSTER',
  deployment: example.deployment,
  at: '',
  masters: (cure === 'free-space' ? [follower, leader, failed] : [failed, leader, follower]).map(instance =>
    masterOf(instance, cure),
  ),
  tasks: [],
  locks: [],
  resurrection: 'off',
  memory: null,
  unread: [],
});

/** The context in which every step of this cure knows its command line. */
export const exampleContext = (cure: RunbookName): StepContext => ({
  run: example.run,
  deployment: example.deployment,
  target: cure === 'free-space' ? leader : failed,
  seen: seenFor(cure),
  vms: Object.fromEntries([failed, leader, follower].map(instance => [instance, vmOf(instance)])),
  problems: null,
  service: null,
  canary: null,
  cure,
  before: { revision, keyCount: 812, memberIds: Object.values(memberIds) },
  facts: {
    snapshot: { ...savedOn(follower), ...(cure === 'free-space' ? { revision: String(revision) } : {}) },
    [snapshotId(leader)]: savedOn(leader),
    [snapshotId(follower)]: savedOn(follower),
    'peer-url': { url: peerUrls[failed] ?? '', by: 'script' },
    [powerOffId(leader)]: poweredOff(leader),
    [powerOffId(follower)]: poweredOff(follower),
  },
  secondsSinceEnd: null,
  settings: {
    bbrScript: ['./bbr_pks_one_cluster_backup.sh'],
    bbrSilenceSeconds: 600,
    serviceUrl: 'http://service.invalid',
    datacenter: 'DATACENTER',
    holdSeconds: 60,
    joinSeconds: 60,
    settleSeconds: 300,
    cures33: false,
    snapshots: { folder: '.pks-rescue/snapshots', keepDays: 7, etcdBin: null, host: 'JUMP_HOST' },
  },
});

const names: readonly (readonly [string, string])[] = [
  [example.deployment, 'service-instance_<cluster uuid>'],
  ...(['failed', 'leader', 'follower'] as const).flatMap(role => {
    const instance = example[role];
    const short = uuidOf(instance).slice(0, 8);
    return [
      [`vm-${uuidOf(instance)}`, `<CID of the ${role} master>`],
      [`vcenter-uuid-of-${short}`, `<instance uuid in vCenter of the ${role} master>`],
      [instance, `master/<${role}>`],
      [uuidOf(instance), `<uuid of the ${role} master>`],
      [memberIds[instance] ?? '', `<member id of the ${role} master>`],
      [peerUrls[instance] ?? '', `<peer URL of the ${role} master>`],
      [`master/${short}`, `master/<${role}>`],
      [short, `<${role}>`],
    ] as const;
  }),
  [String(revision - 1), '<one below the revision of the snapshot>'],
  [example.run, '<run>'],
  ['0'.repeat(64), '<its sha256>'],
  ['DATACENTER', '<datacenter>'],
  ['http://service.invalid', '<SERVICE_URL>'],
];

/** A text about the example as one about any cluster. */
export const withPlaceholders = (text: string): string =>
  names.reduce((all, [name, placeholder]) => all.replaceAll(name, placeholder), text);
