import { isLive, type Live, type World } from './raft.ts';

const notEnoughStarted = 'etcdserver: re-configuration failed due to not enough started members';
const unhealthy = 'etcdserver: unhealthy cluster';

/** Members that this one has been connected to for as long as etcd wants before it changes the membership. */
const longConnected = (world: World, by: Live): number =>
  [...by.process.space.members.keys()].filter(id => {
    if (id === by.process.id) return true;
    const other = world.nodes.filter(isLive).find(node => node.process.id === id);
    return other !== undefined && world.now() - other.process.startedAt >= world.tempo.patience;
  }).length;

/** etcd's reason not to add a member now; null when it would. */
export const reconfigurationRefused = (world: World, by: Live, peerUrl: string): string | null => {
  const { members } = by.process.space;
  const started = [...members.values()].filter(listed => listed.name !== '').length;
  const after = members.size + 1;
  const restoring = started === 1 && after === 2;
  if (!by.lenient) {
    if (!restoring && started < Math.floor(after / 2) + 1) return notEnoughStarted;
    if (longConnected(world, by) < members.size) return unhealthy;
  }
  return [...members.values()].some(listed => listed.peerUrl === peerUrl)
    ? 'etcdserver: Peer URLs already exists'
    : null;
};

/** etcd's reason not to remove a member now; null when it would. */
export const removalRefused = (world: World, by: Live, id: string): string | null => {
  const { members } = by.process.space;
  if (!members.has(id)) return 'etcdserver: member not found';
  const left = [...members].filter(([other]) => other !== id);
  const started = left.filter(([, listed]) => listed.name !== '').length;
  if (started < Math.floor(left.length / 2) + 1) return notEnoughStarted;
  const runs = world.nodes.filter(isLive).some(node => node.process.id === id);
  if (!runs) return null;
  return longConnected(world, by) - 1 < 1 + Math.floor((members.size - 1) / 2) ? unhealthy : null;
};
