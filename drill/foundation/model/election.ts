import { sayRaft } from './log-lines.ts';
import type { Node } from './node.ts';
import {
  type Live,
  lastIndex,
  lastTerm,
  majority,
  partners,
  propose,
  replicate,
  voters,
  type World,
} from './raft.ts';

/** The new leader remembers nobody's log: this is what cures a lost one. */
export const becomeLeader = (world: World, node: Live): void => {
  const { process, disk } = node;
  process.role = 'leader';
  process.leader = process.id;
  process.heardAt = world.now();
  process.match.clear();
  sayRaft(node, `${process.id} became leader at term ${disk.term}`);
  sayRaft(node, `raft.node: ${process.id} elected leader ${process.id} at term ${disk.term}`);
  propose(world, node, { kind: 'empty' });
};

const upToDate = (candidate: Node, voter: Node): boolean =>
  lastTerm(candidate) > lastTerm(voter) ||
  (lastTerm(candidate) === lastTerm(voter) && lastIndex(candidate) >= lastIndex(voter));

/** It hears a leader, or leads itself: such a member grants no vote. */
const holdsLease = (world: World, node: Live): boolean =>
  node.process.leader !== null && world.now() - node.process.heardAt < world.tempo.election;

const campaign = (world: World, node: Live): void => {
  const { process, disk } = node;
  process.leader = null;
  process.role = 'follower';
  process.heardAt = world.now();
  process.patience = world.tempo.election * (1 + world.random());
  if (!voters(node).includes(process.id)) return;
  const free = partners(world, node).filter(other => !holdsLease(world, other));
  disk.term = Math.max(disk.term, ...free.map(other => other.disk.term)) + 1;
  sayRaft(node, `${process.id} became candidate at term ${disk.term}`);
  for (const other of free) {
    other.disk.term = disk.term;
    other.process.leader = null;
    other.process.role = 'follower';
  }
  const votes = free.filter(other => upToDate(node, other)).length + 1;
  if (votes >= majority(voters(node).length)) becomeLeader(world, node);
};

/** Asks the leader to hand over at once, as move-leader and a graceful stop do. */
export const transfer = (world: World, leader: Live, to: Live): boolean => {
  replicate(world, leader);
  if (to.process.leader !== leader.process.id || lastIndex(to) !== lastIndex(leader)) return false;
  const term = leader.disk.term + 1;
  for (const node of [leader, to]) node.disk.term = term;
  leader.process.role = 'follower';
  leader.process.leader = null;
  becomeLeader(world, to);
  return true;
};

/** Nothing heard for too long by `at`: a leader without a majority steps down, a follower without a leader asks for votes. */
export const losePatience = (world: World, node: Live, at: number): void => {
  const { process } = node;
  const silent = at - process.heardAt;
  if (process.role === 'leader' && silent > world.tempo.election) {
    process.role = 'follower';
    process.leader = null;
  } else if (process.role === 'follower' && silent > process.patience) campaign(world, node);
};
