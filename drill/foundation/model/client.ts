import { setTimeout as sleep } from 'node:timers/promises';
import type { Op } from './keyspace.ts';
import type { Node } from './node.ts';
import { hasQuorum, isLive, type Live, leaderFor, propose, type World } from './raft.ts';

/** What a member answers to a client: the value, or etcd's own words of refusal. */
export type Answered<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string };

export const deadline = 'context deadline exceeded';
export const noSpace = 'etcdserver: mvcc: database space exceeded';

/** Serving clients: running, not frozen, published. */
export const serving = (node: Node): Live | null => (isLive(node) && node.process.ready ? node : null);

/** The member once it serves, waiting out a freeze or a start; null after etcdctl's whole patience. */
export const whenServing = async (world: World, node: Node): Promise<Live | null> => {
  await waitFor(world, world.tempo.patience, () => serving(node) !== null);
  return serving(node);
};

/** Waits for something of this member to come true, as a request waits in etcd. */
const waitFor = async (world: World, timeoutMs: number, holds: () => boolean): Promise<boolean> => {
  const end = world.now() + timeoutMs;
  while (!holds()) {
    if (world.now() >= end) return false;
    await sleep(Math.max(1, world.tempo.heartbeat / 4));
  }
  return true;
};

/** Of the db file, which is what the quota counts. */
export const fileBytes = ({ process, disk }: Node): number => (process?.space.bytes ?? 20_480) - disk.freed;
const spent = (node: Live): boolean => fileBytes(node) > node.quotaBytes;

/** Proposes through this member and waits until this member itself has applied it. */
export const proposeThrough = async (
  world: World,
  node: Node,
  op: Op,
  timeoutMs: number,
): Promise<Answered<{ revision: number; id: string; term: number }>> => {
  await sleep(world.tempo.request);
  const began = world.now();
  const leading = (): Live | null => {
    const live = serving(node);
    return live && leaderFor(world, live);
  };
  await waitFor(world, timeoutMs, () => leading() !== null);
  const [live, leader] = [serving(node), leading()];
  if (!live || !leader) return { ok: false, why: deadline };
  if (op.kind === 'put') {
    if (live.process.space.alarms.size > 0) return { ok: false, why: noSpace };
    if (spent(live)) {
      propose(world, leader, { kind: 'alarm', id: live.process.id });
      return { ok: false, why: noSpace };
    }
  }
  const { process } = live;
  const index = propose(world, leader, op);
  const entry = leader.disk.log[index - 1];
  const applied = () =>
    node.process === process && process.space.applied >= index && node.disk.log[index - 1] === entry;
  if (!(await waitFor(world, timeoutMs - (world.now() - began), applied)))
    return { ok: false, why: deadline };
  const { revision, term } = process.space;
  return { ok: true, value: { revision, id: process.id, term } };
};

/** A linearizable read: the leader must still have its majority, and this member must have applied what was committed. */
export const readThrough = async <T>(
  world: World,
  node: Node,
  read: (node: Live) => T,
  timeoutMs: number,
): Promise<Answered<T>> => {
  await sleep(world.tempo.request);
  let index: number | null = null;
  const confirmed = (): boolean => {
    const live = serving(node);
    const leader = live && leaderFor(world, live);
    if (leader && hasQuorum(world, leader)) index ??= leader.disk.commit;
    return live !== null && index !== null && live.process.space.applied >= index;
  };
  const ok = await waitFor(world, timeoutMs, confirmed);
  const live = serving(node);
  return ok && live ? { ok: true, value: read(live) } : { ok: false, why: deadline };
};
