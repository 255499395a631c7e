import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownLine } from '../known-lines.ts';
import type { VmAnswer } from '../machine.ts';
import type { Member, StartOptions } from '../member.ts';
import { masterProcesses } from '../seed.ts';
import { fetchAsGroup } from '../vm-files.ts';
import { proposeThrough, readThrough, serving } from './client.ts';
import { modelDisk, setAside } from './disk.ts';
import { transfer } from './election.ts';
import * as etcdctl from './etcdctl.ts';
import { sayRaft } from './log-lines.ts';
import type { Node } from './node.ts';
import { exit, isLive, lastIndex, type World } from './raft.ts';
import * as scripts from './scripts.ts';
import { runJob } from './start.ts';

const canary = (run: string | undefined): string => `/pks-rescue/canary/${run ?? ''}`;

/** The known lines, answered as the real programs do. monit's verbs never come here: the instance answers them. */
const runLine = async (
  world: World,
  node: Node,
  vcap: string,
  known: KnownLine,
  monitSummary: string,
): Promise<VmAnswer> => {
  const [first = '', second = ''] = known.args;
  switch (known.kind) {
    case 'probe':
      return scripts.probe(world, node, monitSummary);
    case 'sample':
      return scripts.probe(world, node, monitSummary, { seconds: Number(first), remembered: second });
    case 'again': {
      const { stdout } = await scripts.again(world, node, Number(first), second.split(' ').filter(Boolean));
      return { stdout: `${stdout}@@ end\n`, stderr: '', exitCode: 0 };
    }
    case 'hashkv':
      return etcdctl.hashkv(world, node, Number(first));
    case 'move-leader':
      return etcdctl.moveLeader(world, node, first);
    case 'member-remove':
      return etcdctl.memberRemove(world, node, first);
    case 'member-add':
      return etcdctl.memberAdd(world, node, first, second);
    case 'put':
      return etcdctl.put(world, node, canary(first), second);
    case 'get':
      return etcdctl.get(world, node, canary(first));
    case 'delete':
      return etcdctl.remove(world, node, canary(first));
    case 'compact':
      return etcdctl.compact(world, node, Number(first));
    case 'defrag':
      return etcdctl.defrag(node);
    case 'disarm':
      return etcdctl.disarm(world, node);
    case 'snapshot':
      return scripts.snapshot(world, node, vcap, first);
    case 'snapshot-offer':
      return scripts.snapshotOffer(vcap, first);
    case 'snapshot-clear':
      return scripts.snapshotClear(vcap, first);
    case 'set-aside':
      setAside(node);
      return { stdout: `aside /var/vcap/store/etcd/member.aside-${first}\n`, stderr: '', exitCode: 0 };
    case 'peer-url':
      return { stdout: `${node.peerUrl}\n`, stderr: '', exitCode: 0 };
    case 'monit':
      return { stdout: '', stderr: 'the instance answers monit itself\n', exitCode: 1 };
    default:
      return known.kind satisfies never;
  }
};

/** A graceful stop hands leadership over first, as etcd does. */
const handOver = (world: World, node: Node): void => {
  if (!isLive(node) || node.process.role !== 'leader') return;
  const heir = world.nodes
    .filter(isLive)
    .find(other => other !== node && lastIndex(other) === lastIndex(node));
  if (heir) transfer(world, node, heir);
};

export const modelledMember = (world: World, node: Node, vcap: string): Member => {
  const jobs = new Set<string>();
  let held = false;
  /** A kill during the start script ends that start. */
  let starts = 0;

  const start = (options: StartOptions = {}): void => {
    if (held || node.starting || node.process) return;
    node.starting = true;
    node.lenient = options.lenientMembership ?? false;
    const own = ++starts;
    setTimeout(() => {
      if (own !== starts) return;
      node.starting = false;
      runJob(world, node);
    }, world.tempo.start);
  };
  const kill = async (): Promise<void> => {
    starts++;
    node.starting = false;
    node.frozen = false;
    exit(node);
  };
  return {
    name: node.rack.uuid,
    dial: null,
    peerUrl: node.peerUrl,
    disk: modelDisk(node),
    running: () => node.starting || node.process !== null,
    start,
    stop: async () => {
      handOver(world, node);
      if (node.process) sayRaft(node, `${node.process.id} stopped`);
      await sleep(world.tempo.start);
      await kill();
    },
    kill,
    whileDown: async change => {
      held = true;
      try {
        await kill();
        await change();
      } finally {
        held = false;
      }
    },
    freeze: () => {
      node.frozen = node.process !== null;
    },
    thaw: () => {
      node.frozen = false;
    },
    view: async () => {
      const live = serving(node);
      if (!live) return null;
      const { id, leader, space } = live.process;
      return { id, leader, term: space.term, revision: space.revision, raftIndex: space.applied };
    },
    memberCount: async () => serving(node)?.process.space.members.size ?? null,
    healthy: async () => (await readThrough(world, node, () => true, world.tempo.election * 2)).ok,
    put: async (pair, timeoutMs) => {
      const answer = await proposeThrough(world, node, { kind: 'put', ...pair }, timeoutMs);
      if (!answer.ok) return null;
      return { revision: answer.value.revision, memberId: answer.value.id, term: answer.value.term };
    },
    keys: async prefix => {
      const live = serving(node);
      if (!live) return null;
      const under = [...live.process.space.keys].filter(([key]) => key.startsWith(prefix));
      return new Map(under.map(([key, { value }]) => [key, value]));
    },
    log: async () => node.lines.map(line => `${line}\n`).join(''),
    run: (known, monitSummary) => runLine(world, node, vcap, known, monitSummary),
    fetch: path => fetchAsGroup(vcap, path),
    renewEphemeral: async () => {
      node.lines.length = 0;
      node.birth = 'unseen';
      for (const job of masterProcesses) jobs.add(job);
    },
    dropEphemeral: async () => {
      node.lines.length = 0;
      node.birth = 'unseen';
      jobs.clear();
    },
    hasJob: job => jobs.has(job),
    removeJob: async job => {
      jobs.delete(job);
    },
  };
};
