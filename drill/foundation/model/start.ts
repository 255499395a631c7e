import { randomBytes } from 'node:crypto';
import { emptyKeySpace } from './keyspace.ts';
import { say, sayPlain, sayRaft, sayStart } from './log-lines.ts';
import { reconfigurationRefused } from './membership.ts';
import { emptyDisk, type Node, newBirth, type Process } from './node.ts';
import { advance, hasQuorum, isLive, type Live, leaderFor, propose, type World } from './raft.ts';

/** Of token, name and peer URL, all constant: a bootstrap instance that starts anew gets the SAME ids. */
export const bootstrapId = '5c8d471b50fe4647';
export const bootstrapCluster = '50a6003e8d8efc71';
export const newId = (): string => BigInt(`0x${randomBytes(8).toString('hex')}`).toString(16);

const newProcess = (world: World, id: string, peers: Iterable<string>): Process => ({
  id,
  startedAt: world.now(),
  role: 'follower',
  leader: null,
  heardAt: world.now(),
  patience: world.tempo.election * (1 + world.random()),
  ready: false,
  space: emptyKeySpace(),
  peers: new Set(peers),
  match: new Map(),
});

const format = (node: Node, id: string, clusterId: string, told: readonly string[]): void => {
  node.birth = node.disk.member ? 'present' : 'absent';
  const born = node.disk.member ? node.disk.born : newBirth();
  const made = { member: true, born, wal: 'good', db: 'good', id, clusterId, told };
  Object.assign(node.disk, emptyDisk(), made);
};

/** A cluster of itself, whatever its former peers still know. */
const startNew = (world: World, node: Node): void => {
  format(node, bootstrapId, bootstrapCluster, []);
  node.disk.term = 1;
  node.disk.commit = 1;
  node.disk.log.push({ term: 1, op: { kind: 'add', id: bootstrapId, peerUrl: node.peerUrl } });
  say(node, 'I', `etcdserver: starting member ${bootstrapId} in cluster ${bootstrapCluster}`);
  restart(world, node);
};

/** With a log: it knows who it is, whom to talk to, and what was committed. */
const restart = (world: World, node: Node): void => {
  const { disk } = node;
  const known = disk.log.flatMap(entry => (entry.op.kind === 'add' ? [entry.op.id] : []));
  const process = newProcess(world, disk.id, [disk.id, ...disk.told, ...known]);
  sayRaft(
    node,
    `newRaft ${disk.id} [peers: [], term: ${disk.term}, commit: ${disk.commit}, applied: 0, lastindex: ${disk.log.length}, lastterm: ${disk.log.at(-1)?.term ?? 0}]`,
  );
  advance(Object.assign(node, { process }), disk.commit);
};

/** The members of the first peer that answers, as a start without a log asks for them. */
const clusterOfPeers = (world: World, node: Node): Live | undefined =>
  world.nodes.filter(isLive).find(other => other !== node && other.process.space.members.size > 0);

/** member/ is there and its log is not: who it is, the peers must say. */
const startJoining = (world: World, node: Node): void => {
  const peer = clusterOfPeers(world, node);
  if (!peer) {
    say(
      node,
      'C',
      'etcdmain: cannot fetch cluster info from peer urls: could not retrieve cluster information from the given URLs',
    );
    return;
  }
  const { members } = peer.process.space;
  const own = [...members].find(([, listed]) => listed.peerUrl === node.peerUrl);
  if (!own) {
    say(node, 'C', 'etcdmain: error validating peerURLs: member count is unequal');
    return;
  }
  format(node, own[0], peer.disk.clusterId, [...members.keys()]);
  say(node, 'I', `etcdserver: starting member ${own[0]} in cluster ${peer.disk.clusterId}`);
  node.process = newProcess(world, own[0], members.keys());
  sayRaft(node, `newRaft ${own[0]} [peers: [], term: 0, commit: 0, applied: 0, lastindex: 0, lastterm: 0]`);
};

/** etcd itself, `existing`, with whatever is on the disk. */
const startExisting = (world: World, node: Node): void => {
  const { disk } = node;
  if (disk.db === 'bad') {
    const words = 'cannot open database at /var/vcap/store/etcd/member/snap/db (invalid database)';
    say(node, 'C', `mvcc/backend: ${words}`);
    sayPlain(node, `panic: ${words}`);
  } else if (disk.wal === 'crc') say(node, 'C', 'etcdmain: walpb: crc mismatch');
  else if (disk.wal === 'zero') {
    say(node, 'I', 'etcdserver: restarting member 0 in cluster 0 at commit index 0');
    sayPlain(node, 'panic: cannot use none as id');
  } else if (disk.wal === 'none') startJoining(world, node);
  else {
    say(
      node,
      'I',
      `etcdserver: restarting member ${disk.id} in cluster ${disk.clusterId} at commit index ${disk.commit}`,
    );
    restart(world, node);
  }
};

/** `etcdctl member add` of the start script, over all endpoints; true when the cluster took it. */
const addsItself = (world: World, node: Node): boolean => {
  const servers = world.nodes.filter(isLive).filter(other => other.process.ready);
  const by = servers.find(other => other.lenient) ?? servers[0];
  const leader = by && leaderFor(world, by);
  if (!by || !leader || !hasQuorum(world, leader)) {
    sayPlain(node, 'Error: context deadline exceeded');
    return false;
  }
  const refused = reconfigurationRefused(world, by, node.peerUrl);
  if (refused) {
    sayPlain(node, `Error: ${refused}`);
    return false;
  }
  propose(world, leader, { kind: 'add', id: newId(), peerUrl: node.peerUrl });
  return true;
};

/** The job's start script, with the membership logic of PKS; when it returns etcd runs, or its last words are logged. */
export const runJob = (world: World, node: Node): void => {
  if (node.disk.member) {
    sayStart(node, true);
    startExisting(world, node);
  } else if (node.rack.bootstrap) {
    sayStart(node, false);
    startNew(world, node);
  } else if (addsItself(world, node)) {
    sayStart(node, false);
    startJoining(world, node);
  }
};
