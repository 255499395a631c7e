import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { ids } from './build.ts';

const at = '2026-11-22T09:00:00.000Z';
const old = 1_700_000_000;
/** Where the remembered hash is compared, below all that is seen now. */
const hash = { revision: 1, hash: 42, compactRevision: 0 };

const asBefore = (master: MasterObservation, born: number): MasterObservation => ({
  ...master,
  identity: {
    born,
    ageSeconds: Date.parse(at) / 1000 + 3600 - born,
    systemKey: master.etcd?.up ? 5 : null,
    earlierHash: master.etcd?.up ? hash : null,
  },
});

/** The same cluster where the bot had seen it before, with what can't be overtaken; or where its data were born since. */
export const remembered = (seen: Observation, bornSince = false): Observation => {
  const statuses = seen.masters.flatMap(({ etcd }) => etcd?.status ?? []);
  const raftIndex = Math.max(0, Math.min(5000, ...statuses.map(status => status.raftIndex)) - 10);
  const members = Object.entries(ids).map(([instance, memberId]) => [
    instance,
    { memberId, born: old, raftIndex, dbBytes: 20480, starts: [] },
  ]);
  const identity = {
    at,
    raftTerm: 1,
    systemKey: 5,
    hash: bornSince ? null : hash,
    members: Object.fromEntries(members),
  };
  return {
    ...seen,
    memory: { revision: seen.memory?.revision ?? 1, keyCount: null, identity },
    masters: seen.masters.map(master => asBefore(master, bornSince ? Date.parse(at) / 1000 + 60 : old)),
  };
};
