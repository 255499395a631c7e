import type { HexId, Instance } from '../model/instance.ts';
import type { Words } from '../words.ts';
import type { IdentityKept, IdentityObservation } from './identity-types.ts';

/** What was seen of one cluster at one moment. Plain facts: no judgement, nothing remembered, JSON all the way down. */

/** A source that could not be read, and the sentence why; `words` is the same sentence in both languages. */
export type Unread = { readonly what: string; readonly why: string; readonly words?: Words };

export type ProcessObservation = { readonly name: string; readonly state: string };

/** One member's own answer (`endpoint status` with LOCAL=true). */
export type EtcdStatus = {
  readonly memberId: HexId;
  readonly clusterId: HexId;
  /** null when the member knows no leader. */
  readonly leaderId: HexId | null;
  readonly raftTerm: number;
  readonly raftIndex: number;
  /** Falls back to raftIndex on etcd 3.3, which has no such field. */
  readonly raftAppliedIndex: number;
  readonly revision: number;
  /** null: it was not told, which is not zero. */
  readonly dbSizeBytes: number | null;
  /** Of them, what is no free page; absent: etcd 3.3, or not kept. */
  readonly dbInUseBytes?: number;
  readonly version: string;
  readonly learner: boolean;
  readonly errors: readonly string[];
  /** When it was told, in Unix seconds of that VM's own clock, which may be wrong; absent where nobody stamped it. */
  readonly at?: number;
};

export type MemberListed = {
  readonly id: HexId;
  /** '' while the member has been added but never started. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly learner: boolean;
};

/** etcd as one master itself tells it. */
export type EtcdObservation = {
  /** A process answered at the local endpoint. */
  readonly up: boolean;
  /** `endpoint health` of the local endpoint. */
  readonly healthy: boolean;
  readonly status: EtcdStatus | null;
  /** A second look: 5 s later where an act rests on it or something differed, else 1 s (a drill may scale it); null when not
   *  taken, 'silent' when it was and told no status. */
  readonly later: EtcdStatus | 'silent' | null;
  /** hashkv at a revision that the members have in common, not below the newest of the first looks. */
  readonly hash: {
    readonly revision: number;
    readonly hash: number;
    readonly compactRevision: number;
  } | null;
  readonly members: readonly MemberListed[] | null;
  readonly alarms: readonly string[] | null;
  readonly keyCount: number | null;
  /** The size of its db at which etcd raises NOSPACE, by its process's own arguments. null: not read; absent: not asked. */
  readonly quotaBytes?: number | null;
  /** What etcdctl said on stderr while it asked. null: nobody kept it; absent: recorded before it was kept, and then `up`
   *  alone is believed. */
  readonly said?: string | null;
};

/** Whether what a cure does next can work there. null: not read. */
export type GroundObservation = {
  /** member/ is a link, to something or to nothing: `test -e` of a dangling one is false, and `install -d` fails. */
  readonly link: 'none' | 'whole' | 'dangling' | null;
  /** Who owns /var/vcap/store/etcd; '' where it is not there. */
  readonly owner: string | null;
  /** etcd's own program is there and may be run. */
  readonly binary: boolean | null;
};

export type FilesObservation = {
  readonly memberDir: boolean;
  /** The log tells that the data that are there now began without member/; null: it does not reach back to say. */
  readonly memberWasMissing: boolean | null;
  /** null: they could not be listed, which is not the same as none. */
  readonly walFiles: number | null;
  readonly dbBytes: number | null;
  readonly freeBytes: number | null;
  /** /var/vcap/store is a mount point of its own. null: not read; absent: recorded by what did not ask. */
  readonly mounted?: boolean | null;
  /** null: not read; absent: recorded by what did not ask. */
  readonly ground?: GroundObservation | null;
};

/** How far a member's own disk says that it came, by its raft log files (src/commands/scripts/disk.sh). */
export type DiskObservation = {
  /** A process holds its db, as etcd does while it runs. null: not told. */
  readonly held: boolean | null;
  /** null: there is none, or it could not be read. */
  readonly log: {
    readonly memberId: HexId;
    readonly clusterId: HexId;
    /** Of the last entry: raft's own measure of who is ahead. A term that was only voted in does not count. */
    readonly lastTerm: number;
    readonly lastIndex: number;
    /** What this member knew to be committed when it last wrote so. */
    readonly commit: number;
    /** Something that is no record stands at its end. */
    readonly torn: boolean;
  } | null;
};

/** One certificate file of the job, by its own VM's clock. null: it could not be read, which is not the same as fine. */
export type CertificateObservation = {
  readonly file: string;
  /** ISO; when it ends, or ended. */
  readonly until: string | null;
  /** Whole days, rounded down: -1 ended within the last day. */
  readonly daysLeft: number | null;
};

/** When etcd was started, by its log, oldest first, and what the VM's clock said at the look. ISO. */
export type StartsObservation = { readonly now: string; readonly at: readonly string[] };

/** What the master's own kube-apiserver answered to /healthz. `healthy` null: it did not say, it wants a login or there is
 *  no curl; `said` is its word in short. */
export type ApiserverObservation = { readonly healthy: boolean | null; readonly said: string };

export type MasterObservation = {
  readonly instance: Instance;
  readonly az: string;
  readonly ip: string;
  /** All of them where there are several networks; vCenter tells any one. */
  readonly ips?: readonly string[];
  /** null when BOSH has no VM for it. */
  readonly cid: string | null;
  readonly agentId: string | null;
  readonly diskCids: readonly string[];
  /** BOSH's DESIRED state: started, stopped, detached; '' when it was not told. */
  readonly desired: string;
  readonly index: string;
  /** null: not told; then it may be the one. */
  readonly bootstrap: boolean | null;
  readonly ignored: boolean;
  /** BOSH's process state: running, failing, starting, unknown, stopped, unresponsive agent, or '' (no VM). */
  readonly processState: string;
  /** Without the instance's own row. */
  readonly processes: readonly ProcessObservation[];
  /** monit's own words for each process, from the VM itself; null when not read. */
  readonly monit: readonly ProcessObservation[] | null;
  readonly etcd: EtcdObservation | null;
  readonly files: FilesObservation | null;
  /** null: not read; absent: its etcd is healthy, or nobody asked. */
  readonly disk?: DiskObservation | null;
  /** Where its data come from; absent where nobody asked. */
  readonly identity?: IdentityObservation;
  /** null when not read. */
  readonly apiserver: ApiserverObservation | null;
  /** The etcd log from the last start on. */
  readonly lastStartBlock: string | null;
  readonly certificates?: readonly CertificateObservation[] | null;
  readonly starts?: StartsObservation | null;
  readonly unread: readonly Unread[];
};

export type TaskObservation = {
  readonly id: string;
  readonly state: string;
  readonly description: string;
  readonly deployment: string;
  /** Who started it, by the Director. */
  readonly user: string;
  /** What it ended with, by the Director: of a failed one the reason, cut after 128 characters. */
  readonly result?: string;
};
export type LockObservation = { readonly type: string; readonly resource: string; readonly taskId: string };
export type Resurrection = 'on' | 'off' | 'unknown';
/** The highest revision ever seen, and the key count seen with it, or what a person recorded after a restore; and what
 *  tells this cluster from one that was made anew, which a revision alone does not. */
export type ClusterMemory = {
  readonly revision: number;
  readonly keyCount: number | null;
  readonly identity?: IdentityKept;
};

export type Observation = {
  /** As the operator calls it. */
  readonly cluster: string;
  readonly deployment: string;
  readonly at: string;
  readonly masters: readonly MasterObservation[];
  /** Tasks of this deployment, and delete_vm tasks, that have not ended. null: could not be read. */
  readonly tasks: readonly TaskObservation[] | null;
  readonly locks: readonly LockObservation[] | null;
  readonly resurrection: Resurrection;
  readonly memory: ClusterMemory | null;
  readonly unread: readonly Unread[];
};
