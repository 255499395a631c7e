import type { Rack } from '../seed.ts';
import type { Entry, KeySpace } from './keyspace.ts';

/** The persistent disk of one modelled member. */
export type Disk = {
  /** `store/etcd/member` is there. */
  member: boolean;
  /** When that folder was made, in whole seconds as `stat -c %W` has it. */
  born: number;
  wal: 'none' | 'good' | 'crc' | 'zero';
  db: 'none' | 'good' | 'bad';
  /** In the log's own metadata. */
  id: string;
  clusterId: string;
  term: number;
  commit: number;
  log: Entry[];
  /** Bytes that defrags gave back. */
  freed: number;
  /** Members that a start without a log was told of. */
  told: readonly string[];
};

/** A running etcd. */
export type Process = {
  readonly id: string;
  readonly startedAt: number;
  role: 'follower' | 'leader';
  leader: string | null;
  /** When it last heard from a leader, or led with a quorum. */
  heardAt: number;
  patience: number;
  /** It has published itself, so it serves clients. */
  ready: boolean;
  readonly space: KeySpace;
  /** Whom it talks to: its members, or those that it was told of before it has a log. */
  peers: Set<string>;
  /** A leader's memory of how much of its log each follower has; forgotten at every election. */
  readonly match: Map<string, number>;
};

export type Node = {
  readonly rack: Rack;
  readonly clientUrl: string;
  readonly peerUrl: string;
  readonly disk: Disk;
  process: Process | null;
  /** The job's start script runs and etcd does not yet. */
  starting: boolean;
  frozen: boolean;
  /** Entries take this long to reach it (heartbeats do not). */
  delayMs: number;
  readonly underWay: { readonly at: number; readonly index: number }[];
  /** strict-reconfig-check is off. */
  lenient: boolean;
  quotaBytes: number;
  readonly lines: string[];
  /** Was member/ there at the start that made the data of now? As its log tells, which goes with the VM. */
  birth: 'absent' | 'present' | 'unseen';
};

let lastBorn = 0;
/** Sped-up drills make two folders within a second, which no cluster does: then the second is a second younger. */
export const newBirth = (): number => {
  lastBorn = Math.max(Math.floor(Date.now() / 1000), lastBorn + 1);
  return lastBorn;
};

export const emptyDisk = (): Disk => ({
  member: false,
  born: 0,
  wal: 'none',
  db: 'none',
  id: '',
  clusterId: '',
  term: 0,
  commit: 0,
  log: [],
  freed: 0,
  told: [],
});

/** Milliseconds, as etcd's flags have them on PKS, scaled with the box's monit cycle. */
export type Tempo = {
  readonly heartbeat: number;
  readonly election: number;
  /** What etcdctl waits for a silent endpoint; also etcd's own patience with a connection before a membership change. */
  readonly patience: number;
  /** From the start script to a raft that listens. */
  readonly start: number;
  /** One request's way. */
  readonly request: number;
};
export const tempoOf = (monitCycleSeconds: number): Tempo => {
  const scale = Math.min(1, monitCycleSeconds / 2);
  return {
    heartbeat: 100 * scale,
    election: 1000 * scale,
    patience: 5000 * scale,
    start: 60 * scale,
    request: 1.5 * scale,
  };
};
