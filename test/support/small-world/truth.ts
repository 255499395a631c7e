import type {
  MasterObservation,
  MemberListed,
  Observation,
  TaskObservation,
} from '../../../src/cluster/observation.ts';
import {
  allListed,
  broken,
  clusterOf,
  downEtcd,
  etcdOf,
  files,
  ids,
  kept,
  logOf,
  m1,
  m2,
  m3,
  statusOf,
  stopped,
  tocommit,
} from '../../cluster/build.ts';

export { m1 as victim, m2 as leader, m3 as follower } from '../../cluster/build.ts';
export type Name = keyof typeof ids;

export type TaskTruth = TaskObservation & { state: string };

/** The cluster as it is, and everything that was done to it. */
export type Truth = {
  leads: Name;
  joined: boolean;
  fluentdBroken: boolean;
  cid: string | null;
  canary: string;
  /** The victim joins when another one leads. */
  joinsWhenLed: boolean;
  /** The victim joins when monit starts its etcd. */
  joinsWhenStarted: boolean;
  /** What the victim's etcd said at its last start, for as long as it has not joined. */
  victimSays: string;
  /** monit watches the victim's etcd. */
  monitored: boolean;
  /** What lies in the victim's data folder. */
  files: MasterObservation['files'];
  /** The name of the failed member in everybody's list; '': added and never started, null: not listed. */
  listedAs: string | null;
  /** Tasks are past their last checkpoint: a cancellation comes too late. */
  cancelsTooLate: boolean;
  /** Why the Director takes no cancellation, in its words. */
  refusesCancel: string | null;
  /** Whose etcd has stopped, of those that were well. */
  readonly ill: Set<Name>;
  /** Whose etcd is stopped with its data whole. */
  readonly stopped: Set<Name>;
  /** The failed member's id in everybody's list. */
  victimId: string;
  /** Its space quota is used up; null: it was never short of space. */
  space: {
    alarm: boolean;
    /** What was forgotten, and by it made free. */
    compacted: number;
    readonly small: Set<Name>;
  } | null;
  resurrection: 'on' | 'off' | 'unknown';
  readonly power: Record<Name, 'on' | 'off'>;
  /** By the Director, newest last. */
  readonly tasks: TaskTruth[];
  /** Counted by the world and not by the bot: `recreate`, `move-leader`, … in order. */
  readonly effects: string[];
  /** What the tail of each joined member's log shows at this look; null: its start is still in it. */
  etcdLog: ((name: Name) => string) | null;
  /** As the tools on the jump host and the Director tell them. */
  boshVersion: string;
  directorVersion: string;
  /** Why nothing can be read now. */
  unreadable: { en: string; ko: string } | null;
};

/** Whom the bot's client is to the Director. */
export const botUser = 'pks_rescue';
export const deployment = 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';
const firstCid = 'vm-9b8ad6e0-a438-4033-9767-46c586fb4771';
export const nextCid = 'vm-00000000-0000-4000-8000-000000000001';

/** The failed member as PKS names it, and as its job's own script tells its peer URL. */
export const victimName = m1.split('/')[1] ?? '';
export const victimUrl = `https://${victimName}:2380`;
export const fullFolder = files;
/** member/ is there and nothing is in it. */
export const emptyFolder: MasterObservation['files'] = files && { ...files, walFiles: 0, dbBytes: null };
/** The id that etcd gives the victim when it is added again. */
export const addedId = 'd4';

export const brokenTruth = (change: Partial<Truth> = {}): Truth => ({
  leads: m2,
  joined: false,
  fluentdBroken: true,
  cid: firstCid,
  canary: '',
  joinsWhenLed: true,
  joinsWhenStarted: false,
  victimSays: tocommit,
  monitored: true,
  files: fullFolder,
  listedAs: victimName,
  cancelsTooLate: false,
  refusesCancel: null,
  ill: new Set<Name>(),
  victimId: ids[m1],
  space: null,
  resurrection: 'on',
  power: { [m1]: 'on', [m2]: 'on', [m3]: 'on' },
  tasks: [],
  effects: [],
  etcdLog: null,
  boshVersion: '7.10.6-28c0c81c',
  directorVersion: '271.2.0 (00000000)',
  unreadable: null,
  ...change,
  ...(change.space ? { space: { ...change.space, small: new Set(change.space.small) } } : {}),
  stopped: new Set(change.stopped),
});

const ended = ['done', 'error', 'cancelled', 'timeout'];
export const runningTasks = (truth: Truth): readonly TaskTruth[] =>
  truth.tasks.filter(task => !ended.includes(task.state));

const processes = (etcd: string, fluentd: string) => [
  { name: 'etcd', state: etcd },
  { name: 'fluentd', state: fluentd },
];

/** As a real Director tells an instance without a VM. */
const noVm = {
  processState: '',
  ip: '',
  processes: [],
  monit: null,
  etcd: null,
  lastStartBlock: null,
} as const;

const sick = (truth: Truth) =>
  broken(truth.victimSays, {
    cid: truth.cid,
    files: truth.files,
    processes: processes('failing', truth.fluentdBroken ? 'failing' : 'running'),
    monit: processes(
      truth.monitored ? 'Execution failed' : 'not monitored',
      truth.fluentdBroken ? 'Execution failed' : 'running',
    ),
    ...(truth.cid === null ? noVm : {}),
  });

const listedIn = ({ victimId, listedAs }: Truth): readonly MemberListed[] =>
  allListed.flatMap(each => {
    if (each.id !== ids[m1]) return [each];
    return listedAs === null ? [] : [{ ...each, id: victimId, name: listedAs }];
  });

const off = { processState: 'unresponsive agent', processes: [], monit: null, etcd: null } as const;

const mega = 1_000_000;
/** 17 MB of a quota of 16: a defrag gives back what is not in use, and only a compaction makes less of that. */
const filled = ({ space }: Truth, name: Name) => {
  if (space === null) return null;
  const inUse = space.compacted > 0 ? mega : 16.9 * mega;
  return {
    status: { dbInUseBytes: inUse, dbSizeBytes: space.small.has(name) ? inUse : 17 * mega },
    etcd: {
      quotaBytes: 16 * mega,
      alarms: space.alarm ? ['memberID:1 alarm:NOSPACE'] : [],
      hash: { revision: 1204, hash: 987654, compactRevision: space.compacted },
    },
  };
};

const well = (truth: Truth, name: Name) => ({
  etcd: truth.ill.has(name)
    ? downEtcd
    : etcdOf(name, {
        status: statusOf(name, {
          leaderId: ids[truth.leads],
          ...(name === m1 ? { memberId: truth.victimId } : {}),
          ...filled(truth, name)?.status,
        }),
        members: listedIn(truth),
        ...filled(truth, name)?.etcd,
      }),
  ...(truth.space && files ? { files: { ...files, freeBytes: 100 * mega } } : {}),
  processes: processes('running', name === m1 && truth.fluentdBroken ? 'failing' : 'running'),
  monit: processes('running', name === m1 && truth.fluentdBroken ? 'Execution failed' : 'running'),
  processState: name === m1 && truth.fluentdBroken ? 'failing' : 'running',
  ...(name === m1 ? { cid: truth.cid } : {}),
  ...(truth.etcdLog ? { lastStartBlock: truth.etcdLog(name) } : {}),
});

/** The last that its log tells is this start; alone it answers nobody. */
const silent = (name: Name) => ({
  ...stopped(name, {}, { monit: processes('running', 'running') }),
  disk: { held: true, log: logOf(name) },
  lastStartBlock: `2026-11-22 10:57:00.000001 I | etcdmain: etcd Version: 3.4.23
2026-11-22 10:57:00.100001 I | etcdserver: restarting member ${ids[name]} in cluster c0ffee at commit index 4999
raft2026/11/22 10:57:02 INFO: ${ids[name]} is starting a new election at term 7`,
  starts: { now: '2026-11-22T10:57:28Z', at: ['2026-11-22T10:57:00Z'] },
});

const masterNow = (truth: Truth, name: Name) => {
  if (truth.power[name] === 'off') return off;
  if (truth.stopped.has(name)) return stopped(name, name === m3 ? { lastIndex: 4999 } : {});
  if (truth.stopped.size > 1) return silent(name);
  return name === m1 && !truth.joined ? sick(truth) : well(truth, name);
};

/** What anybody who looks sees. */
export const seenIn = (truth: Truth): Observation =>
  clusterOf(
    { [m1]: masterNow(truth, m1), [m2]: masterNow(truth, m2), [m3]: masterNow(truth, m3) },
    {
      tasks: runningTasks(truth).map(task => ({ ...task })),
      resurrection: truth.resurrection,
      memory: { ...kept(), revision: 1204, keyCount: 300 },
    },
  );
