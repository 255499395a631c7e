import { lagLimit } from './contradictions.ts';
import type { Answering } from './quorum.ts';
import type { EtcdStatus } from './seen.ts';

type Look = (each: Answering) => EtcdStatus;
export type Laggard = {
  readonly member: Answering;
  readonly behind: number;
  /** Behind another member, or behind its own log: it has entries that it has not applied. */
  readonly of: 'peer' | 'log';
};

const behindPeer = (members: readonly Answering[], each: Answering, of: Look): number =>
  Math.max(...members.map(other => of(other).raftAppliedIndex)) - of(each).raftAppliedIndex;
const behindLog = (each: Answering, of: Look): number => of(each).raftIndex - of(each).raftAppliedIndex;

const looks: readonly Look[] = [each => each.first, each => each.last];

const lagOf = (members: readonly Answering[], member: Answering): Laggard => {
  const peer = Math.min(...looks.map(of => behindPeer(members, member, of)));
  const log = Math.min(...looks.map(of => behindLog(member, of)));
  return peer >= log ? { member, behind: peer, of: 'peer' } : { member, behind: log, of: 'log' };
};

/** The member that is furthest behind and by how many entries, when it was so in both looks. */
export const laggard = (members: readonly Answering[]): Laggard | null => {
  if (members.some(each => !each.twice)) return null;
  const worst = members.map(each => lagOf(members, each)).toSorted((a, b) => b.behind - a.behind)[0];
  return worst !== undefined && worst.behind > lagLimit ? worst : null;
};

/** One look of these shows what only a second one can tell from a passing moment: a gap, or an election. */
export const wantsSecondLook = (statuses: readonly EtcdStatus[]): boolean => {
  const applied = statuses.map(status => status.raftAppliedIndex);
  const gap = Math.max(...applied) - Math.min(...applied);
  const pending = Math.max(0, ...statuses.map(status => status.raftIndex - status.raftAppliedIndex));
  const led = new Set(statuses.map(status => `${status.raftTerm} ${status.leaderId}`));
  const headed = statuses.some(status => status.memberId === statuses[0]?.leaderId);
  return statuses.length > 1 && (gap > lagLimit || pending > lagLimit || led.size > 1 || !headed);
};
