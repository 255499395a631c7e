import type { EtcdObservation, EtcdStatus, MasterObservation, Observation } from '../cluster/observation.ts';
import { notTaken } from './recorded-observation.ts';
import { createRedactor } from './redact.ts';

/** An observation as a recording (docs/observations.md): what readObservation makes of it is the observation again. */

/** uint64 in decimal, as text: a number would be rounded by whoever reads it. */
const decimal = (hex: string): string => BigInt(`0x${hex}`).toString();

/** As `etcdctl endpoint status -w json` prints it. */
const statusJson = (status: EtcdStatus) => ({
  header: {
    cluster_id: decimal(status.clusterId),
    member_id: decimal(status.memberId),
    revision: status.revision,
  },
  version: status.version,
  dbSize: status.dbSizeBytes ?? undefined,
  dbSizeInUse: status.dbInUseBytes,
  ...(status.leaderId !== null && { leader: decimal(status.leaderId) }),
  raftIndex: status.raftIndex,
  raftTerm: status.raftTerm,
  raftAppliedIndex: status.raftAppliedIndex,
  isLearner: status.learner,
  errors: status.errors,
});

const laterJson = (later: EtcdObservation['later']) => {
  if (later === null) return { statusAfter5s: notTaken };
  return later === 'silent'
    ? { statusAfter5s: null }
    : { statusAfter5s: statusJson(later), statusAfter5sAt: later.at };
};

const etcdJson = (etcd: EtcdObservation | null) => {
  if (etcd === null) return { asked: false, up: false, healthy: false };
  const { up, healthy, status, later, hash, members, alarms, keyCount, quotaBytes, said } = etcd;
  return {
    up,
    healthy,
    status: status && statusJson(status),
    statusAt: status?.at,
    ...laterJson(later),
    hashAtRevision: hash?.hash ?? null,
    hashRevision: hash?.revision,
    compactRevision: hash?.compactRevision,
    members,
    alarms,
    keyCount,
    quotaBytes,
    stderr: said,
  };
};

/** `bootstrap` null is left out: beside one that is known to be it, a recording's null is a no. */
const masterJson = ({ instance: _, etcd, files, ...rest }: MasterObservation) => ({
  ...etcdJson(etcd),
  ...rest,
  ...files,
});

const memoryJson = ({ memory }: Observation) =>
  memory && {
    lastKnownRevision: memory.revision,
    lastKnownKeys: memory.keyCount,
    lastKnown: memory.identity,
  };

/** Every piece of text without what looks like a secret; what tools print came here without the known ones. */
const redacted = (json: unknown): unknown => {
  const redactor = createRedactor({ secrets: [] });
  return JSON.parse(JSON.stringify(json), (_, value) =>
    typeof value === 'string' ? redactor.text(value) : value,
  );
};

/** As JSON, redacted. */
export const recordingOf = (seen: Observation): unknown => {
  const { masters, memory: _, ...rest } = seen;
  const each = masters.map(master => [master.instance, masterJson(master)]);
  return redacted({ ...rest, ...memoryJson(seen), masters: Object.fromEntries(each) });
};
