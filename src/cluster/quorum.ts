import type { Instance } from '../model/instance.ts';
import type {
  EtcdObservation,
  EtcdStatus,
  MasterObservation,
  MemberListed,
  Observation,
} from './observation.ts';

/** How many of n members have to be there for a write. */
export const quorumOf = (members: number): number => Math.floor(members / 2) + 1;

/** A master and what its own etcd answered. */
export type Answering = {
  readonly master: MasterObservation;
  readonly etcd: EtcdObservation;
  readonly first: EtcdStatus;
  /** The second look; the first where none was taken. */
  readonly last: EtcdStatus;
  /** Both looks were taken. */
  readonly twice: boolean;
  readonly members: readonly MemberListed[] | null;
};

const alarmed = (etcd: EtcdObservation): boolean =>
  (etcd.alarms ?? []).some(alarm => alarm.trim() !== '') ||
  (etcd.status?.errors ?? []).some(error => /alarm:/i.test(error));

/** From 3.5 on `endpoint health` calls a member unhealthy for an alarm alone ("Active Alarm(s)"): with a leader it serves
 *  all the same. */
export const serves = (etcd: EtcdObservation | null): boolean =>
  etcd?.up === true &&
  etcd.status !== null &&
  (etcd.healthy || (etcd.status.leaderId !== null && alarmed(etcd)));

/** What one tells of the cluster that it is in. */
const worldOf = ({ status, members }: EtcdObservation): string =>
  JSON.stringify([
    status?.clusterId,
    status?.raftTerm,
    status?.leaderId,
    members?.map(member => member.id).toSorted(),
  ]);

/** Of those who serve, the most that tell of one cluster; all of them where no group is larger than the next. A cluster of
 *  one's own has its own revisions, at which no hash of the others can be had. */
export const largestGroup = (all: readonly (EtcdObservation | null)[]): readonly EtcdObservation[] => {
  const serving = all.filter(each => each !== null).filter(serves);
  const [largest, second] = [...Map.groupBy(serving, worldOf).values()].toSorted(
    (a, b) => b.length - a.length,
  );
  return largest !== undefined && largest.length > (second?.length ?? 0) ? largest : serving;
};

/** What a master's own etcd told of itself, healthy or not; null: it told no status, or none in the second look. */
export const telling = (master: MasterObservation): Answering | null => {
  const { etcd } = master;
  if (etcd === null || etcd.status === null || etcd.later === 'silent') return null;
  const { status, later, members } = etcd;
  return { master, etcd, first: status, last: later ?? status, twice: later !== null, members };
};

export const answering = (master: MasterObservation): Answering | null =>
  serves(master.etcd) ? telling(master) : null;

/** Every master falls into one of three: healthy, known not to be, and not seen well enough (which is neither). */
export type Standing = {
  readonly healthy: readonly Answering[];
  readonly down: readonly MasterObservation[];
  readonly unseen: readonly MasterObservation[];
};

/** What calls itself healthy and could not be read is not down; nor is one whose probe failed. Without a VM it is. */
const isDown = ({ etcd, cid }: MasterObservation): boolean =>
  etcd === null ? cid === null : !etcd.healthy && !serves(etcd);

export const standingOf = (seen: Observation): Standing => ({
  healthy: seen.masters.map(answering).filter(each => each !== null),
  down: seen.masters.filter(isDown),
  unseen: seen.masters.filter(master => answering(master) === null && !isDown(master)),
});

/** Members that still serve while these instances do not. */
export const healthyAfter = (seen: Observation, down: readonly Instance[]): number =>
  standingOf(seen).healthy.filter(each => !down.includes(each.master.instance)).length;
