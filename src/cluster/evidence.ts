import { type Answering, quorumOf, type Standing } from './quorum.ts';
import { type ClusterSeen, type MasterSeen, shortInstance } from './seen.ts';

const healthyLine = (each: Answering): string => {
  const { last, etcd } = each;
  const hash = etcd.hash === null ? 'not read' : `${etcd.hash.hash} at ${etcd.hash.revision}`;
  return (
    `${shortInstance(each.master.instance)}: healthy, id ${last.memberId}, leader ${last.leaderId ?? 'none'}, ` +
    `term ${last.raftTerm}, applied ${last.raftAppliedIndex}, revision ${last.revision}, hash ${hash}, ` +
    `${etcd.members?.length ?? '?'} members listed`
  );
};

const otherLine = (master: MasterSeen, how: string): string => {
  const { files } = master;
  const disk =
    files === null
      ? 'files not read'
      : `member/ ${files.memberDir ? 'present' : 'absent'}, ${files.walFiles} wal file(s)${files.memberWasMissing ? ', once started without member/' : ''}`;
  return `${shortInstance(master.instance)}: ${how}, ${disk}`;
};

/** What was seen, in numbers, one line each. */
export const evidenceOf = (seen: ClusterSeen, standing: Standing): readonly string[] => [
  `${standing.healthy.length} of ${seen.masters.length} members are healthy, quorum is ${quorumOf(seen.masters.length)}`,
  ...standing.healthy.map(healthyLine),
  ...standing.down.map(master =>
    otherLine(master, master.cid === null && master.etcd === null ? 'no VM' : 'not healthy'),
  ),
  ...standing.unseen.map(master => otherLine(master, 'not seen')),
  ...standing.healthy.flatMap(each => (each.etcd.alarms ?? []).map(alarm => `alarm: ${alarm}`)),
  ...(seen.memory === null ? [] : [`highest revision ever seen: ${seen.memory.revision}`]),
  ...seen.unread.map(each => `${each.what} could not be read: ${each.why}`),
  ...seen.masters.flatMap(master =>
    master.unread.map(
      each => `${shortInstance(master.instance)}: ${each.what} could not be read: ${each.why}`,
    ),
  ),
];
