import type { MemberDisk } from '../member.ts';
import { emptyDisk, type Node, newBirth } from './node.ts';

/** Faults on a modelled disk: what the next start finds. */
export const modelDisk = (node: Node): MemberDisk => ({
  hasMember: () => node.disk.member,
  removeWal: async () => {
    Object.assign(node.disk, { wal: 'none', log: [], commit: 0, term: 0 });
  },
  removeMember: async () => {
    Object.assign(node.disk, emptyDisk());
  },
  truncateWal: async () => {
    const { disk } = node;
    disk.log = disk.log.slice(0, Math.floor(disk.log.length / 2));
    disk.commit = Math.min(disk.commit, disk.log.length);
    disk.term = disk.log.at(-1)?.term ?? 0;
  },
  flipWal: async () => {
    node.disk.wal = 'crc';
  },
  zeroWal: async () => {
    node.disk.wal = 'zero';
  },
  corruptDb: async () => {
    node.disk.db = 'bad';
  },
});

/** set-aside.sh: member/ is moved away and an empty one is left, which a start takes for `existing`. */
export const setAside = (node: Node): void => {
  Object.assign(node.disk, emptyDisk(), { member: true, born: newBirth() });
};
