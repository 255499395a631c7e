import { losePatience } from './election.ts';
import { say } from './log-lines.ts';
import {
  hasQuorum,
  isLive,
  type Live,
  leaderFor,
  leaveForGood,
  propose,
  replicate,
  type World,
} from './raft.ts';

/** A member tells its name and client URL once it has a leader; from then on it serves. */
const publish = (world: World, node: Live): void => {
  const leader = leaderFor(world, node);
  const { process, rack } = node;
  if (process.ready || !leader || !hasQuorum(world, leader)) return;
  if (!process.space.members.has(process.id)) return;
  propose(world, leader, { kind: 'publish', id: process.id, name: rack.uuid, clientUrl: node.clientUrl });
  if (!isLive(node) || node.process.space.members.get(process.id)?.name !== rack.uuid) return;
  process.ready = true;
  say(
    node,
    'I',
    `etcdserver: published {Name:${rack.uuid} ClientURLs:[${node.clientUrl}]} to cluster ${node.disk.clusterId}`,
  );
  say(node, 'I', 'embed: ready to serve client requests');
};

/** A peer that knows of the removal says so at the first contact. */
const toldOfRemoval = (world: World, node: Live): boolean =>
  world.nodes
    .filter(isLive)
    .some(
      other => node.process.peers.has(other.process.id) && other.process.space.removed.has(node.process.id),
    );

/** One heartbeat interval of the world. Any part may end a process, so who lives is asked anew for each. */
export const step = (world: World): void => {
  // All members are in this process: where it is held up between the heartbeats and here, nobody was silent for that.
  const at = world.now();
  const each = (act: (node: Live) => void): void => {
    for (const node of world.nodes) if (isLive(node)) act(node);
  };
  each(node => {
    if (node.process.role === 'leader') replicate(world, node);
  });
  each(node => {
    if (toldOfRemoval(world, node)) leaveForGood(node);
  });
  each(node => losePatience(world, node, at));
  each(node => publish(world, node));
};
