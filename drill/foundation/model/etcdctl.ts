import { setTimeout as sleep } from 'node:timers/promises';
import type { VmAnswer } from '../machine.ts';
import {
  type Answered,
  deadline,
  fileBytes,
  proposeThrough,
  readThrough,
  serving,
  whenServing,
} from './client.ts';
import { transfer } from './election.ts';
import { reconfigurationRefused, removalRefused } from './membership.ts';
import type { Node } from './node.ts';
import { isLive, type Live, lastIndex, leaderFor, type World } from './raft.ts';
import { newId } from './start.ts';

/** etcdctl's answers (a member that does not serve costs its whole patience, then an empty list and exit 1), in the shapes that etcdctl 3.4.23 printed for the same states of real members. */
const said = (stdout: string): VmAnswer => ({ stdout, stderr: '', exitCode: 0 });
const failed = (why: string, exitCode = 1, stdout = ''): VmAnswer => ({
  stdout,
  stderr: `{"level":"warn","caller":"clientv3/retry_interceptor.go:62","msg":"retrying of unary invoker failed","error":"${why}"}\nError: ${why}\n`,
  exitCode,
});
const decimal = (id: string): string => BigInt(`0x${id === '' ? '0' : id}`).toString();

const header = (node: Live): string => {
  const { id, space } = node.process;
  return `{"cluster_id":${decimal(node.disk.clusterId)},"member_id":${decimal(id)},"revision":${space.revision},"raft_term":${space.term}}`;
};
const pages = (bytes: number): number => Math.ceil(bytes / 4096) * 4096;
export const dbBytes = (node: Node): number => pages(fileBytes(node));

const errorsOf = (node: Live): string => {
  const alarms = [...node.process.space.alarms].map(id => `"memberID:${decimal(id)} alarm:NOSPACE "`);
  const errors = [...(node.process.leader === null ? ['"etcdserver: no leader"'] : []), ...alarms];
  return errors.length === 0 ? '' : `"errors":[${errors.join(',')}],`;
};

/** `date +%s.%N` */
export const stamp = (): string => `${(Date.now() / 1000).toFixed(3)}000000`;

/** As 3.4.23 says it: a port that nobody listens at, and a process that does not answer. */
const notTold = ({ process, clientUrl }: Node): string => {
  const why =
    process === null
      ? 'latest balancer error: connection error: desc = \\"transport: Error while dialing dial tcp: connect: connection refused\\"'
      : deadline;
  return `{"level":"warn","caller":"clientv3/retry_interceptor.go:62","msg":"retrying of unary invoker failed","target":"passthrough:///${clientUrl}","attempt":0,"error":"rpc error: code = DeadlineExceeded desc = ${why}"}\nFailed to get the status of endpoint ${clientUrl} (context deadline exceeded)\n`;
};

export const status = async (world: World, node: Node): Promise<VmAnswer> => {
  const live = await whenServing(world, node);
  if (!live) return { stdout: '[]\n', stderr: notTold(node), exitCode: 1 };
  const { process } = live;
  const leader = process.leader === null ? '' : `"leader":${decimal(process.leader)},`;
  const index = Math.max(lastIndex(live), process.space.applied);
  return said(
    `[{"Endpoint":"${live.clientUrl}","Status":{"header":${header(live)},"version":"${world.version ?? '3.4.23'}","dbSize":${dbBytes(live)},${leader}"raftIndex":${index},"raftTerm":${process.space.term},"raftAppliedIndex":${process.space.applied},${errorsOf(live)}"dbSizeInUse":${pages(process.space.used)}}}]\n`,
  );
};

const compacted = 'etcdserver: mvcc: required revision has been compacted';
const future = 'etcdserver: mvcc: required revision is a future revision';
export const hashkv = async (world: World, node: Node, wanted: number): Promise<VmAnswer> => {
  const live = await whenServing(world, node);
  if (!live) return failed(deadline, 1, '[]\n');
  const { space } = live.process;
  if (wanted > space.revision) return failed(future, 1, '[]\n');
  if (wanted !== 0 && wanted <= space.compacted) return failed(compacted, 1, '[]\n');
  const hash = space.hashes[wanted === 0 ? space.revision : wanted] ?? 0;
  return said(
    `[{"Endpoint":"${live.clientUrl}","HashKV":{"header":${header(live)},"hash":${hash},"compact_revision":${space.compacted}}}]\n`,
  );
};

export const health = async (world: World, node: Node): Promise<VmAnswer> => {
  const answer = await readThrough(world, node, () => true, world.tempo.patience);
  const text = (healthy: boolean, rest: string) =>
    `[{"endpoint":"${node.clientUrl}","health":${healthy},"took":"1.388732ms"${rest}}]\n`;
  const alarms = serving(node)?.process.space.alarms.size ?? 0;
  if (answer.ok && alarms > 0 && world.version?.startsWith('3.5'))
    return failed('unhealthy cluster', 1, text(false, ',"error":"Active Alarm(s): NOSPACE "'));
  return answer.ok
    ? said(text(true, ''))
    : failed('unhealthy cluster', 1, text(false, `,"error":"${answer.why}"`));
};

/** In 3.4 a member answers this from its own list. */
export const memberList = (node: Live): string =>
  [...node.process.space.members]
    .toSorted(([a], [b]) => (BigInt(`0x${a}`) < BigInt(`0x${b}`) ? -1 : 1))
    .map(([id, { name, peerUrl, clientUrl }]) =>
      name === ''
        ? `${id}, unstarted, , ${peerUrl}, , false\n`
        : `${id}, started, ${name}, ${peerUrl}, ${clientUrl}, false\n`,
    )
    .join('');

export const alarmList = (node: Live): string =>
  [...node.process.space.alarms].map(id => `memberID:${decimal(id)} alarm:NOSPACE \n`).join('');

/** `get '' --from-key --limit=1 --keys-only -w json`: the first key, and how many there are. */
export const firstKeyAndCount = (node: Live): string => {
  const first = [...node.process.space.keys.keys()].toSorted()[0];
  const kv = first === undefined ? undefined : node.process.space.keys.get(first);
  if (first === undefined || !kv) return `{"header":${header(node)}}\n`;
  const key = Buffer.from(first).toString('base64');
  const { size } = node.process.space.keys;
  const more = size > 1 ? '"more":true,' : '';
  return `{"header":${header(node)},"kvs":[{"key":"${key}","create_revision":${kv.createRevision},"mod_revision":${kv.revision},"version":1}],${more}"count":${size}}\n`;
};

/** `get KEY --keys-only -w json`. */
export const keyAlone = (node: Live, key: string): string => {
  const kv = node.process.space.keys.get(key);
  if (!kv) return `{"header":${header(node)}}\n`;
  const name = Buffer.from(key).toString('base64');
  return `{"header":${header(node)},"kvs":[{"key":"${name}","create_revision":${kv.createRevision},"mod_revision":${kv.revision},"version":1}],"count":1}\n`;
};

const printed = <T>(answer: Answered<T>, print: (value: T) => string): VmAnswer =>
  answer.ok ? said(print(answer.value)) : failed(answer.why);

export const put = async (world: World, node: Node, key: string, value: string): Promise<VmAnswer> =>
  printed(await proposeThrough(world, node, { kind: 'put', key, value }, world.tempo.patience), () => 'OK\n');

export const get = async (world: World, node: Node, key: string): Promise<VmAnswer> => {
  const read = (live: Live) => live.process.space.keys.get(key)?.value;
  const found = await readThrough(world, node, read, world.tempo.patience);
  return printed(found, value => (value === undefined ? '' : `${value}\n`));
};

export const remove = async (world: World, node: Node, key: string): Promise<VmAnswer> => {
  const had = serving(node)?.process.space.keys.has(key) ? 1 : 0;
  return printed(
    await proposeThrough(world, node, { kind: 'delete', key }, world.tempo.patience),
    () => `${had}\n`,
  );
};

export const compact = async (world: World, node: Node, revision: number): Promise<VmAnswer> => {
  const space = serving(node)?.process.space;
  if (space && revision > space.revision) return failed(future);
  if (space && revision <= space.compacted) return failed(compacted);
  const answer = await proposeThrough(world, node, { kind: 'compact', revision }, world.tempo.patience);
  return printed(answer, () => `compacted revision ${revision}\n`);
};

export const disarm = async (world: World, node: Node): Promise<VmAnswer> => {
  const raised = serving(node);
  const list = raised ? alarmList(raised) : '';
  return printed(await proposeThrough(world, node, { kind: 'disarm' }, world.tempo.patience), () => list);
};

export const defrag = (node: Node): VmAnswer => {
  const live = serving(node);
  if (!live) return failed(deadline);
  live.disk.freed = live.process.space.bytes - live.process.space.used;
  return said(`Finished defragmenting etcd member[${node.clientUrl}]\n`);
};

export const moveLeader = async (world: World, node: Node, to: string): Promise<VmAnswer> => {
  const live = await whenServing(world, node);
  if (!live) return failed(deadline);
  if (live.process.role !== 'leader')
    return { stdout: '', stderr: `Error: no leader endpoint given at [${node.clientUrl}]\n`, exitCode: 128 };
  if (!live.process.space.members.has(to)) return failed('etcdserver: bad leader transferee');
  const target = world.nodes.filter(isLive).find(other => other.process.id === to);
  const from = live.process.id;
  if (target === live || (target && transfer(world, live, target)))
    return said(`Leadership transferred from ${from} to ${to}\n`);
  await sleep(world.tempo.patience);
  return failed('etcdserver: request timed out, leader transfer took too long');
};

/** The leader's own view decides about a membership change, through whichever member it is asked. */
const judge = (world: World, node: Node): Live | null => {
  const live = serving(node);
  return live && leaderFor(world, live) ? live : null;
};

export const memberRemove = async (world: World, node: Node, id: string): Promise<VmAnswer> => {
  const by = judge(world, node);
  const refused = by && removalRefused(world, by, id);
  if (refused) return failed(refused);
  const answer = await proposeThrough(world, node, { kind: 'remove', id }, world.tempo.patience);
  return printed(
    answer,
    () => `Member ${id.padStart(16)} removed from cluster ${node.disk.clusterId.padStart(16)}\n`,
  );
};

export const memberAdd = async (
  world: World,
  node: Node,
  name: string,
  peerUrl: string,
): Promise<VmAnswer> => {
  const by = judge(world, node);
  const refused = by && reconfigurationRefused(world, by, peerUrl);
  if (refused) return failed(refused);
  const id = newId();
  const answer = await proposeThrough(world, node, { kind: 'add', id, peerUrl }, world.tempo.patience);
  if (!answer.ok || !by) return failed(deadline);
  const cluster = [...by.process.space.members.values()]
    .map(listed => `${listed.name || name}=${listed.peerUrl}`)
    .join(',');
  return said(
    `Member ${id.padStart(16)} added to cluster ${node.disk.clusterId.padStart(16)}\n\nETCD_NAME="${name}"\nETCD_INITIAL_CLUSTER="${cluster}"\nETCD_INITIAL_ADVERTISE_PEER_URLS="${peerUrl}"\nETCD_INITIAL_CLUSTER_STATE="existing"\n`,
  );
};
