import { join } from 'node:path';
import type { Members } from '../member.ts';
import type { Rack } from '../seed.ts';
import { modelledMember } from './member.ts';
import { emptyDisk, type Node, tempoOf } from './node.ts';
import type { World } from './raft.ts';
import { step } from './step.ts';

const realOnly = 'this fault needs real etcd, `sudo apt-get install -y etcd-server etcd-client`';

const newNode = (rack: Rack): Node => ({
  rack,
  clientUrl: `https://${rack.ip}:2379`,
  peerUrl: `https://${rack.ip}:2380`,
  disk: emptyDisk(),
  process: null,
  starting: false,
  frozen: false,
  delayMs: 0,
  underWay: [],
  lenient: false,
  quotaBytes: Number.POSITIVE_INFINITY,
  lines: [],
  birth: 'unseen',
});

/** Three modelled members: etcd as an operator can observe it, without etcd. Nothing listens anywhere. */
export const modelledMembers = (folder: string, masters: readonly Rack[], monitCycle: number): Members => {
  const nodes = masters.map(newNode);
  const world: World = {
    nodes,
    tempo: tempoOf(monitCycle),
    now: () => performance.now(),
    random: Math.random,
  };
  const members = new Map(
    nodes.map(node => {
      const vcap = join(folder, `master-${node.rack.uuid.slice(0, 8)}`);
      return [node.rack.uuid, modelledMember(world, node, vcap)] as const;
    }),
  );
  const heart = setInterval(() => step(world), world.tempo.heartbeat);
  const of = (uuid: string) => {
    const member = members.get(uuid);
    if (!member) throw new Error(`${uuid} is none of the three masters`);
    return member;
  };
  return {
    kind: 'modelled',
    of,
    limitSpace: async (uuid, bytes) => {
      const node = nodes.find(one => one.rack.uuid === uuid);
      if (node) node.quotaBytes = bytes;
    },
    expire: async () => {
      throw new Error(`modelled members have no certificates: ${realOnly}`);
    },
    slowLink: async (_, to, ms) => {
      const node = nodes.find(one => one.rack.uuid === to);
      if (node) node.delayMs = ms;
      return () => {
        if (node) node.delayMs = 0;
      };
    },
    stop: async () => {
      clearInterval(heart);
      await Promise.all([...members.values()].map(member => member.kill()));
    },
  };
};
