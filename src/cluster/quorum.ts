import type { ClusterSeen, EtcdSeen, EtcdStatus, Instance, MasterSeen, MemberListed } from './seen.ts';

/** How many of n members have to be there for a write. */
export const quorumOf = (members: number): number => Math.floor(members / 2) + 1;

/** A master whose own etcd answered and called itself healthy. */
export type Answering = {
  readonly master: MasterSeen;
  readonly etcd: EtcdSeen;
  readonly first: EtcdStatus;
  /** The second look, 5 s later; the first where none was taken. */
  readonly last: EtcdStatus;
  readonly members: readonly MemberListed[] | null;
};

export const answering = (master: MasterSeen): Answering | null => {
  const { etcd } = master;
  if (etcd === null || !etcd.up || !etcd.healthy || etcd.status === null) return null;
  return { master, etcd, first: etcd.status, last: etcd.later ?? etcd.status, members: etcd.members };
};

/** Every master falls into one of three: healthy, known not to be, and not seen at all (which is neither). */
export type Standing = {
  readonly healthy: readonly Answering[];
  readonly down: readonly MasterSeen[];
  readonly unseen: readonly MasterSeen[];
};

/** An instance without a VM is down for sure; one whose probe failed may be in the best of health. */
const isDown = (master: MasterSeen): boolean =>
  answering(master) === null && (master.etcd !== null || master.cid === null);

export const standingOf = (seen: ClusterSeen): Standing => ({
  healthy: seen.masters.map(answering).filter(each => each !== null),
  down: seen.masters.filter(isDown),
  unseen: seen.masters.filter(master => answering(master) === null && !isDown(master)),
});

/** Members that still serve while these instances do not. */
export const healthyAfter = (seen: ClusterSeen, down: readonly Instance[]): number =>
  standingOf(seen).healthy.filter(each => !down.includes(each.master.instance)).length;
