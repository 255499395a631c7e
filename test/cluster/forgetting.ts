import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';

const withFiles = (
  master: MasterObservation,
  more: Partial<NonNullable<MasterObservation['files']>>,
): MasterObservation => (master.files === null ? master : { ...master, files: { ...master.files, ...more } });
const withEtcd = (
  master: MasterObservation,
  more: Partial<NonNullable<MasterObservation['etcd']>>,
): MasterObservation => (master.etcd === null ? master : { ...master, etcd: { ...master.etcd, ...more } });
const withIdentity = (
  master: MasterObservation,
  more: Partial<NonNullable<MasterObservation['identity']>>,
): MasterObservation =>
  master.identity === undefined ? master : { ...master, identity: { ...master.identity, ...more } };

/** Of both looks. */
const withStatus = (
  master: MasterObservation,
  more: { readonly dbSizeBytes: null } | { readonly dbInUseBytes: undefined },
): MasterObservation => {
  const told = <T>(status: T) =>
    status && typeof status === 'object' ? ({ ...status, ...more } as T) : status;
  return master.etcd === null
    ? master
    : withEtcd(master, { status: told(master.etcd.status), later: told(master.etcd.later) });
};

/** Each field of what was seen of one master, made unknown. What is remembered is no part of a look: a cluster that is seen
 *  for the first time can be mended, and a pair that looks newborn then gets its own answer. */
const unknown: Readonly<Record<string, (master: MasterObservation) => MasterObservation>> = {
  bootstrap: master => ({ ...master, bootstrap: null }),
  monit: master => ({ ...master, monit: null }),
  apiserver: master => ({ ...master, apiserver: null }),
  log: master => ({ ...master, lastStartBlock: null }),
  certificates: master => ({ ...master, certificates: null }),
  starts: master => ({ ...master, starts: null }),
  files: master => ({ ...master, files: null }),
  birth: master => withFiles(master, { memberWasMissing: null }),
  wal: master => withFiles(master, { walFiles: null }),
  mount: master => withFiles(master, { mounted: null }),
  ground: master => (master.files?.ground === undefined ? master : withFiles(master, { ground: null })),
  etcd: master => ({ ...master, etcd: null, files: null, lastStartBlock: null, monit: null }),
  said: master => (master.etcd?.said === undefined ? master : withEtcd(master, { said: null })),
  hash: master => withEtcd(master, { hash: null }),
  members: master => withEtcd(master, { members: null }),
  alarms: master => withEtcd(master, { alarms: null }),
  status: master => (master.etcd?.up ? withEtcd(master, { status: null, later: null }) : master),
  // One that told nothing in the second look is known to have told nothing.
  later: master => (master.etcd?.later === 'silent' ? master : withEtcd(master, { later: null })),
  silence: master => withEtcd(master, { later: 'silent' }),
  quota: master => withEtcd(master, { quotaBytes: null }),
  keys: master => withEtcd(master, { keyCount: null }),
  room: master => withFiles(master, { freeBytes: null }),
  size: master => withStatus(master, { dbSizeBytes: null }),
  inUse: master => withStatus(master, { dbInUseBytes: undefined }),
  disk: master => (master.disk === undefined ? master : { ...master, disk: null }),
  born: master => withIdentity(master, { born: null, ageSeconds: null }),
  systemKey: master => withIdentity(master, { systemKey: null }),
  earlierHash: master => withIdentity(master, { earlierHash: null }),
};
export const forgettable: readonly string[] = Object.keys(unknown);

export const forgetting = (seen: Observation, which: number, field: string): Observation => ({
  ...seen,
  masters: seen.masters.map((master, at) => (at === which ? (unknown[field]?.(master) ?? master) : master)),
});
