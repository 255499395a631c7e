import { eachTwo, lagLimit, statusesApart } from './contradictions.ts';
import type { EtcdStatus } from './observation.ts';
import type { Answering } from './quorum.ts';

export type Laggard = {
  readonly member: Answering;
  readonly behind: number;
  /** Behind another member, or behind its own log: it has entries that it has not applied. */
  readonly of: 'peer' | 'log';
};

/** Clocks of one foundation were seen 0.1 to 0.2 s apart. One that is a minute off says nothing: no look takes as long. */
const clocksApart = { usually: 0.5, atMost: 60 };

/** Was `later` told after `earlier`, on two VMs? Unstamped, a second look is asked when every first one was answered. */
const isAfter = (later: EtcdStatus, earlier: EtcdStatus): boolean => {
  if (later.at === undefined || earlier.at === undefined) return true;
  const seconds = later.at - earlier.at;
  return seconds >= clocksApart.usually && seconds <= clocksApart.atMost;
};

/** How far its later index stays short of what a peer had applied earlier: indexes of one moment are never had. */
const behindPeer = ({ last }: Answering, { first }: Answering): number =>
  first.raftAppliedIndex - last.raftAppliedIndex;

const lagOf = (members: readonly Answering[], member: Answering): Laggard => {
  const before = members.filter(peer => isAfter(member.last, peer.first));
  const peer = Math.max(0, ...before.map(each => behindPeer(member, each)));
  const log = member.first.raftIndex - member.last.raftAppliedIndex;
  return peer >= log ? { member, behind: peer, of: 'peer' } : { member, behind: log, of: 'log' };
};

const furthest = (a: Laggard, b: Laggard): number =>
  b.behind - a.behind || (a.member.master.instance < b.member.master.instance ? -1 : 1);

/** The member that is furthest behind, and by how many entries: it has not reached later what was there earlier. */
export const laggard = (members: readonly Answering[]): Laggard | null => {
  if (members.some(each => !each.twice)) return null;
  const worst = members.map(each => lagOf(members, each)).toSorted(furthest)[0];
  return worst !== undefined && worst.behind > lagLimit ? worst : null;
};

/** Members of whom nobody can tell whether they lag: what they applied later is short of a peer's, and their clocks do not
 *  say that it was later. */
export const untimed = (members: readonly Answering[]): readonly Answering[] =>
  members.filter(each =>
    members.some(peer => behindPeer(each, peer) > lagLimit && !isAfter(each.last, peer.first)),
  );

/** One look of these shows what only a second one can tell from a passing moment: a gap, an election, or revisions apart. */
export const wantsSecondLook = (statuses: readonly EtcdStatus[]): boolean => {
  const applied = statuses.map(status => status.raftAppliedIndex);
  const gap = Math.max(...applied) - Math.min(...applied);
  const pending = Math.max(0, ...statuses.map(status => status.raftIndex - status.raftAppliedIndex));
  const led = new Set(statuses.map(status => `${status.raftTerm} ${status.leaderId}`));
  const headed = statuses.some(status => status.memberId === statuses[0]?.leaderId);
  const apart = eachTwo(statuses).some(([a, b]) => statusesApart(a, b));
  return statuses.length > 1 && (apart || gap > lagLimit || pending > lagLimit || led.size > 1 || !headed);
};
