import type { EtcdObservation, MasterObservation, Observation, Unread } from '../cluster/observation.ts';
import { largestGroup } from '../cluster/quorum.ts';
import type { InstanceRow } from './bosh-instances.ts';
import type { HashObservation } from './etcd-hash.ts';
import type { Probe } from './probe.ts';
import { isMissed, type Reading, unreadOf } from './reading.ts';

/** What is known of one master beside its probe's first look at etcd. */
export type SeenAgain = {
  readonly later: EtcdObservation['later'];
  /** Missed: its VM could not be asked. null: not asked for, or etcd has none at that revision. */
  readonly hash: Reading<HashObservation | null>;
  /** At the revision that is remembered, where it may still be compared. */
  readonly earlierHash?: HashObservation | null;
};
const notTaken: SeenAgain = { later: null, hash: null };

const fromRow = (row: InstanceRow) => ({
  instance: row.instance,
  az: row.az,
  ip: row.ips[0] ?? '',
  ...(row.ips.length > 1 ? { ips: row.ips } : {}),
  cid: row.cid,
  agentId: row.agentId,
  diskCids: row.diskCids,
  desired: row.state,
  index: row.index,
  bootstrap: row.bootstrap,
  ignored: row.ignored,
  processState: row.processState,
  processes: row.processes,
});

/** One master from BOSH's row and its own probe, or why there is no probe. */
export const masterObservation = (
  row: InstanceRow,
  probe: Reading<Probe>,
  look: SeenAgain = notTaken,
  also: readonly Unread[] = [],
): MasterObservation => {
  if (isMissed(probe))
    return {
      ...fromRow(row),
      monit: null,
      etcd: null,
      files: null,
      apiserver: null,
      lastStartBlock: null,
      certificates: null,
      starts: null,
      unread: [unreadOf('probe', probe), ...also],
    };
  return {
    ...fromRow(row),
    monit: probe.monit,
    etcd: { ...probe.etcd, later: look.later, hash: isMissed(look.hash) ? null : look.hash },
    files: probe.files,
    ...(probe.disk === undefined ? {} : { disk: probe.disk }),
    identity: { ...probe.identity, earlierHash: look.earlierHash ?? null },
    apiserver: probe.apiserver,
    lastStartBlock: probe.lastStartBlock,
    certificates: probe.certificates,
    starts: probe.starts,
    unread: isMissed(look.hash) ? [unreadOf('hash', look.hash), ...also] : also,
  };
};

/**
 * The revision at which hashes are compared: not below the newest that any of the cluster had in its first look. Equal hashes
 * there prove all that was told; at a lower one they hide what some have more (docs/evidence.md#comparing-members). `told`:
 * all of them told their hash there already. null: nobody answers.
 */
export const commonRevision = (
  probes: readonly Probe[],
): { readonly revision: number; readonly told: boolean } | null => {
  const together = new Set(largestGroup(probes.map(probe => probe.etcd)));
  const cluster = probes.filter(probe => together.has(probe.etcd));
  const newest = Math.max(...cluster.map(probe => probe.etcd.status?.revision ?? 0));
  if (cluster.length === 0) return null;
  const told = [...(cluster[0]?.sample.hashes.keys() ?? [])].filter(
    at => at >= newest && cluster.every(probe => probe.sample.hashes.has(at)),
  );
  return told.length > 0 ? { revision: Math.max(...told), told: true } : { revision: newest, told: false };
};

/** The whole cluster from its parts; a missed reading becomes null and a line of `unread`. */
export const observationOf = (
  parts: Omit<Observation, 'tasks' | 'locks' | 'resurrection' | 'unread'> & {
    readonly tasks: Reading<NonNullable<Observation['tasks']>>;
    readonly locks: Reading<NonNullable<Observation['locks']>>;
    readonly resurrection: Reading<Observation['resurrection']>;
  },
): Observation => {
  const { tasks, locks, resurrection } = parts;
  const unread = [
    ...(isMissed(tasks) ? [unreadOf('tasks', tasks)] : []),
    ...(isMissed(locks) ? [unreadOf('locks', locks)] : []),
    ...(isMissed(resurrection) ? [unreadOf('resurrection', resurrection)] : []),
  ];
  return {
    ...parts,
    tasks: isMissed(tasks) ? null : tasks,
    locks: isMissed(locks) ? null : locks,
    resurrection: isMissed(resurrection) ? 'unknown' : resurrection,
    unread,
  };
};
