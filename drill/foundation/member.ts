import type { CertificateName, Dial } from './dial.ts';
import type { KnownLine } from './known-lines.ts';
import type { VmAnswer } from './machine.ts';

/** What a member says of itself when asked over its client port. Ids in hex without leading zeros. */
export type MemberView = {
  readonly id: string;
  /** null when it knows no leader. */
  readonly leader: string | null;
  readonly term: number;
  readonly revision: number;
  readonly raftIndex: number;
};

export type KeyValue = { readonly key: string; readonly value: string };
/** An acknowledged write: the revision it got, and the member that said so. */
export type Acknowledged = { readonly revision: number; readonly memberId: string; readonly term: number };

/** The persistent disk, as faults touch it. Everything works on a member that is down. */
export type MemberDisk = {
  hasMember(): boolean;
  /** rm -rf member/wal/* (the runbook's own fault). */
  removeWal(): Promise<void>;
  /** rm -rf member/: the disk is empty, as a new one would be. */
  removeMember(): Promise<void>;
  /** The log loses its second half. */
  truncateWal(): Promise<void>;
  /** One byte of a record's payload changes. */
  flipWal(): Promise<void>;
  /** The log files are there and empty. */
  zeroWal(): Promise<void>;
  /** The first pages of snap/db are overwritten. */
  corruptDb(): Promise<void>;
};

/** etcd on one master: its process, its disk, and the VM's shell. Real or modelled; nothing above can tell which. */
export type Member = {
  readonly name: string;
  /** Where its clients reach it; null where nothing can be dialled, because it is modelled. */
  readonly dial: Dial | null;
  readonly peerUrl: string;
  readonly disk: MemberDisk;
  /** The job's process (start script, then etcd) is there; a frozen one is. */
  running(): boolean;
  /** Starts the job's start script, which starts etcd. Does nothing while it runs. */
  start(options?: StartOptions): void;
  /** As monit stops it: asks, then kills. */
  stop(): Promise<void>;
  /** As a power switch stops it. */
  kill(): Promise<void>;
  /** Kills it and keeps it down during a change to its disk, however often monit asks for a start. */
  whileDown(change: () => Promise<void>): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** null when it does not answer within a second. */
  view(): Promise<MemberView | null>;
  /** How many members its own list has; null when it does not answer. */
  memberCount(): Promise<number | null>;
  /** `endpoint health`: a write through this member's view of the cluster is possible. */
  healthy(): Promise<boolean>;
  /** null when it was not acknowledged in time: then it may or may not have been written. */
  put(pair: KeyValue, timeoutMs: number): Promise<Acknowledged | null>;
  /** Keys under a prefix as this member itself has them; null when it does not answer. */
  keys(prefix: string): Promise<ReadonlyMap<string, string> | null>;
  /** The newest part of etcd.stderr.log, at most 4 MiB. */
  log(): Promise<string>;
  /** Runs a known line as the VM's shell would. `monitSummary` is what `monit summary` prints at this moment. */
  run(known: KnownLine, monitSummary: string): Promise<VmAnswer>;
  /** A file below /var/vcap as a user of the group bosh_sudoers reads it, who is not root; throws scp's own words. */
  fetch(path: string): Promise<Buffer>;
  /** A fresh ephemeral disk: jobs and packages rendered, logs and data empty. */
  renewEphemeral(): Promise<void>;
  dropEphemeral(): Promise<void>;
  /** `/var/vcap/data/jobs/<job>` is there. */
  hasJob(job: string): boolean;
  removeJob(job: string): Promise<void>;
};

export type StartOptions = {
  /** Only while the box builds its first cluster: without it a third member waits five seconds for the second. */
  readonly lenientMembership?: boolean;
};

/** The three members, made together because they are one cluster. */
export type Members = {
  readonly kind: 'real' | 'modelled';
  readonly of: (uuid: string) => Member;
  /** A smaller space quota for one member from its next start on, in bytes. */
  limitSpace(uuid: string, bytes: number): Promise<void>;
  /** A certificate of one master ended at that time, from the next start of its etcd on. */
  expire(uuid: string, name: CertificateName, until: Date): Promise<void>;
  /** What a leader sends to another member takes `ms` longer. May restart the leader's etcd. Answers how to undo it. */
  slowLink(from: string, to: string, ms: number): Promise<() => void>;
  stop(): Promise<void>;
};
