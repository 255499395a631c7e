import { applyUpTo, type Entry, type Op } from './keyspace.ts';
import { panicOutOfRange, say, sayPlain, sayRaft } from './log-lines.ts';
import type { Node, Process, Tempo } from './node.ts';

/**
 * Raft as an operator can observe it: terms, one leader, its memory of each follower's log, a majority for every commit,
 * elections by log length. Messages arrive at once; what takes time is heartbeats and patience.
 */
export type World = {
  readonly nodes: readonly Node[];
  readonly tempo: Tempo;
  readonly now: () => number;
  /** Election patience between one and two timeouts, as etcd draws it. */
  readonly random: () => number;
  /** What etcd calls itself, where it is not 3.4.23: from 3.5 on an alarm alone makes a member unhealthy. */
  readonly version?: string;
};

export type Live = Node & { process: Process };
export const isLive = (node: Node): node is Live => node.process !== null && !node.frozen;
const byId = (world: World, id: string): Live | undefined =>
  world.nodes.filter(isLive).find(node => node.process.id === id);

export const voters = (node: Live): readonly string[] => [...node.process.space.members.keys()];
export const majority = (count: number): number => Math.floor(count / 2) + 1;
export const lastIndex = (node: Node): number => node.disk.log.length;
export const lastTerm = (node: Node): number => node.disk.log.at(-1)?.term ?? 0;

export const exit = (node: Node): void => {
  node.process = null;
};

/** Live members that this one lists and that list it: those it can exchange messages with. */
export const partners = (world: World, node: Live): readonly Live[] =>
  voters(node)
    .map(id => byId(world, id))
    .filter(other => other !== undefined)
    .filter(other => other !== node && other.process.peers.has(node.process.id));

export const hasQuorum = (world: World, leader: Live): boolean => {
  const following = partners(world, leader).filter(other => other.process.leader === leader.process.id);
  return following.length + 1 >= majority(voters(leader).length);
};

/** The leader that this member follows, while it is really there and leads. */
export const leaderFor = (world: World, node: Live): Live | null => {
  const leader = node.process.leader === null ? undefined : byId(world, node.process.leader);
  return leader?.process.role === 'leader' ? leader : null;
};

const removedNow = (node: Live): boolean => node.process.space.removed.has(node.process.id);
export const leaveForGood = (node: Live): void => {
  say(node, 'E', 'etcdserver: the member has been permanently removed from the cluster');
  say(node, 'I', 'etcdserver: the data-dir used by this member must be removed.');
  exit(node);
};

/** Applies what is committed, and follows the membership that comes with it. */
export const advance = (node: Live, commit: number): void => {
  const { process, disk } = node;
  disk.commit = Math.max(disk.commit, Math.min(commit, lastIndex(node)));
  applyUpTo(process.space, disk.log, disk.commit);
  if (process.space.members.size > 0) process.peers = new Set(process.space.members.keys());
  if (removedNow(node)) leaveForGood(node);
};

/** How much of the leader's log has come over a slow link by now. */
const arrived = (world: World, leader: Live, follower: Live): number => {
  const { delayMs, underWay } = follower;
  if (delayMs === 0) return lastIndex(leader);
  underWay.push({ at: world.now(), index: lastIndex(leader) });
  while ((underWay[1]?.at ?? Number.POSITIVE_INFINITY) <= world.now() - delayMs) underWay.shift();
  const [oldest] = underWay;
  return oldest && oldest.at <= world.now() - delayMs ? oldest.index : lastIndex(follower);
};

/** The follower's log becomes the leader's, as far as that has arrived; what differs goes. */
const copyLog = (world: World, from: Live, to: Live): void => {
  const [source, copy] = [from.disk.log, to.disk.log];
  let same = Math.min(source.length, copy.length);
  while (same > 0 && source[same - 1] !== copy[same - 1]) same--;
  copy.length = same;
  const limit = arrived(world, from, to);
  for (let at = same; at < limit; at++) {
    const entry = source[at];
    if (entry) copy.push(entry);
  }
};

const becomeFollower = (world: World, node: Live, leader: Live): void => {
  const { process, disk } = node;
  if (leader.disk.term > disk.term) {
    const said = `${process.id} [term: ${disk.term}] received a MsgHeartbeat message with higher term from ${leader.process.id} [term: ${leader.disk.term}]`;
    sayRaft(node, said);
    sayRaft(node, `${process.id} became follower at term ${leader.disk.term}`);
  }
  disk.term = leader.disk.term;
  process.role = 'follower';
  process.leader = leader.process.id;
  process.heardAt = world.now();
};

/** One heartbeat. It carries what the leader REMEMBERS of this follower: a lost log makes the follower panic here. */
const heartbeat = (world: World, leader: Live, follower: Live): void => {
  const { process } = leader;
  const knowsLeader = follower.process.peers.has(process.id);
  if (follower.disk.term > leader.disk.term) {
    if (!knowsLeader) return;
    leader.disk.term = follower.disk.term;
    process.role = 'follower';
    process.leader = null;
    return;
  }
  becomeFollower(world, follower, leader);
  const commit = Math.min(process.match.get(follower.process.id) ?? 0, leader.disk.commit);
  if (commit > lastIndex(follower)) {
    const words = panicOutOfRange(commit, lastIndex(follower));
    sayPlain(follower, `raft ${words}`, `panic: ${words}`, '', 'goroutine 109 [running]:');
    exit(follower);
    return;
  }
  if (!knowsLeader) {
    const stranger = `rafthttp: failed to find member ${process.id} in cluster ${follower.disk.clusterId}`;
    for (let stream = 0; stream < 4; stream++) say(follower, 'E', stranger);
    return;
  }
  copyLog(world, leader, follower);
  process.match.set(follower.process.id, lastIndex(follower));
  advance(follower, leader.disk.commit);
};

const followersOf = (world: World, leader: Live): readonly Live[] =>
  voters(leader)
    .map(id => byId(world, id))
    .filter(other => other !== undefined)
    .filter(other => other !== leader);

const commitIndex = (leader: Live): number => {
  const { process } = leader;
  const matches = voters(leader).map(id =>
    id === process.id ? lastIndex(leader) : (process.match.get(id) ?? 0),
  );
  const sorted = matches.toSorted((a, b) => b - a);
  const agreed = sorted[majority(sorted.length) - 1] ?? 0;
  return leader.disk.log[agreed - 1]?.term === leader.disk.term ? agreed : 0;
};

/** The leader's round: heartbeats and entries to all, then what a majority has is committed, and told. */
export const replicate = (world: World, leader: Live): void => {
  for (const follower of followersOf(world, leader))
    if (isLive(leader) && leader.process.role === 'leader' && isLive(follower))
      heartbeat(world, leader, follower);
  if (!isLive(leader) || leader.process.role !== 'leader') return;
  const told = followersOf(world, leader);
  advance(leader, commitIndex(leader));
  if (!isLive(leader)) return;
  if (hasQuorum(world, leader)) leader.process.heardAt = world.now();
  for (const follower of told)
    if (isLive(follower) && follower.process.leader === leader.process.id)
      if (follower.process.peers.has(leader.process.id)) advance(follower, leader.disk.commit);
};

/** Appends on the leader and spreads it; answers the entry's index (committed or not). */
export const propose = (world: World, leader: Live, op: Op): number => {
  const entry: Entry = { term: leader.disk.term, op };
  leader.disk.log.push(entry);
  const index = lastIndex(leader);
  replicate(world, leader);
  return index;
};
