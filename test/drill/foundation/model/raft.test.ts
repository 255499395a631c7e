import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelDisk } from '../../../../drill/foundation/model/disk.ts';
import { transfer } from '../../../../drill/foundation/model/election.ts';
import * as etcdctl from '../../../../drill/foundation/model/etcdctl.ts';
import { emptyDisk, type Node, tempoOf } from '../../../../drill/foundation/model/node.ts';
import { exit, isLive, leaderFor, propose, type World } from '../../../../drill/foundation/model/raft.ts';
import { restoreSnapshot, snapshotOf } from '../../../../drill/foundation/model/snapshot-file.ts';
import { runJob } from '../../../../drill/foundation/model/start.ts';
import { step } from '../../../../drill/foundation/model/step.ts';
import { seedMasters } from '../../../../drill/foundation/seed.ts';

/** A world whose clock is turned by hand. */
const newWorld = (random: () => number = () => 0.5) => {
  let now = 0;
  const nodes: Node[] = seedMasters.map(rack => ({
    rack,
    clientUrl: `http://${rack.ip}:2379`,
    peerUrl: `http://${rack.ip}:2380`,
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
  }));
  const world: World = { nodes, tempo: tempoOf(2), now: () => now, random };
  const pass = (ms: number): void => {
    for (const end = now + ms; now < end; ) {
      now += world.tempo.heartbeat;
      step(world);
    }
  };
  const monit = (): void => {
    for (const node of nodes) if (!node.process) runJob(world, node);
  };
  return { world, nodes, pass, monit };
};
type Box = ReturnType<typeof newWorld>;

const grow = (box: Box): void => {
  for (let cycle = 0; cycle < 10; cycle++) {
    box.monit();
    box.pass(2000);
  }
};
const leaderOf = ({ world, nodes }: Box) =>
  nodes.filter(isLive).find(node => leaderFor(world, node) === node);
const at = (box: Box, index: number): Node => box.nodes[index] as Node;
/** Writes through the leader; true when a majority has it. */
const put = (box: Box, key: string): boolean => {
  const leader = leaderOf(box);
  if (!leader) return false;
  const index = propose(box.world, leader, { kind: 'put', key, value: key });
  return leader.process?.role === 'leader' && leader.disk.commit >= index;
};
const keysOf = (node: Node): readonly string[] => [...(node.process?.space.keys.keys() ?? [])];
const leadFrom = (box: Box, index: number): void => {
  const [leader, to] = [leaderOf(box), at(box, index)];
  if (leader && leader !== to && isLive(to)) transfer(box.world, leader, to);
  box.pass(300);
};

test('a box that is held up in the middle of a step holds no election for that: all its members were', () => {
  const box = newWorld();
  grow(box);
  const leader = leaderOf(box);
  const term = leader?.disk.term;
  expect(leader).toBeDefined();
  const { now } = box.world;
  let heldMs = 0;
  // Each look at the clock comes three election timeouts after the one before.
  const held: World = {
    ...box.world,
    now: () => {
      heldMs += 3 * box.world.tempo.election;
      return now() + heldMs;
    },
  };
  for (let steps = 0; steps < 20; steps++) step(held);
  expect(leaderOf({ ...box, world: held })).toBe(leader);
  expect(leader?.disk.term).toBe(term);
});

test('three masters grow into one cluster with one leader and ids of their own', () => {
  const box = newWorld();
  grow(box);
  expect(box.nodes.map(node => node.process?.ready)).toEqual([true, true, true]);
  expect(new Set(box.nodes.map(node => node.process?.id)).size).toBe(3);
  expect(new Set(box.nodes.map(node => node.process?.leader)).size).toBe(1);
});

test('a lost log panics in a loop until the leader changes, and nothing acknowledged is missing', () => {
  const box = newWorld();
  grow(box);
  // Leadership goes back to one that led before: it must have forgotten what it knew then.
  leadFrom(box, 2);
  put(box, 'earlier');
  leadFrom(box, 1);
  for (let key = 0; key < 20; key++) put(box, `k${key}`);
  exit(at(box, 0));
  void modelDisk(at(box, 0)).removeWal();
  for (let cycle = 0; cycle < 5; cycle++) {
    box.monit();
    box.pass(2000);
    expect(at(box, 0).process).toBeNull();
  }
  expect(at(box, 0).lines.filter(line => line.startsWith('panic: tocommit(')).length).toBe(5);
  leadFrom(box, 2);
  box.monit();
  box.pass(1000);
  expect(keysOf(at(box, 0)).length).toBe(21);
});

test('without two members nothing is acknowledged', () => {
  const box = newWorld();
  grow(box);
  leadFrom(box, 0);
  exit(at(box, 1));
  exit(at(box, 2));
  expect(put(box, 'lonely')).toBe(false);
  box.pass(3000);
  expect(leaderOf(box)).toBeUndefined();
});

test('a bootstrap instance with a lost disk, alone, serves an empty cluster under the same ids', () => {
  const box = newWorld();
  grow(box);
  leadFrom(box, 1);
  put(box, 'kept');
  const before = { id: at(box, 0).disk.id, clusterId: at(box, 0).disk.clusterId };
  for (const node of box.nodes) exit(node);
  void modelDisk(at(box, 0)).removeMember();
  runJob(box.world, at(box, 0));
  box.pass(3000);
  expect(at(box, 0).disk).toMatchObject(before);
  expect(keysOf(at(box, 0))).toEqual([]);
  expect(put(box, 'phantom')).toBe(true);
  box.monit();
  box.pass(5000);
  expect(keysOf(at(box, 1))).toEqual(['kept']);
  expect(at(box, 0).process?.leader).toBe(at(box, 1).process?.leader);
  expect(at(box, 0).process?.space.members.size).toBe(1);
});

test('a snapshot has whole pages and a trailer, comes back as it was, and a changed or cut one is refused', () => {
  const box = newWorld();
  grow(box);
  for (let key = 0; key < 30; key++) put(box, `k${key}`);
  const leader = leaderOf(box);
  if (!leader?.process) throw new Error('nobody leads');
  const file = snapshotOf(leader.disk.log, leader.process.space.applied);
  expect(file.length % 512).toBe(32);
  expect(restoreSnapshot(file).hashes).toEqual(leader.process.space.hashes);
  const flipped = Buffer.from(file);
  flipped[100] = (flipped[100] ?? 0) ^ 1;
  expect(() => restoreSnapshot(flipped)).toThrow('expected sha256');
  expect(() => restoreSnapshot(file.subarray(0, -512))).toThrow();
});

const whats = ['put', 'kill', 'monit', 'pass', 'freeze', 'thaw', 'hand-over'] as const;
const act = fc.record({
  what: fc.constantFrom(...whats),
  on: fc.nat(2),
  draw: fc.double({ min: 0, max: 1, noNaN: true }),
});
type What = (typeof whats)[number];

/** What each act does to a box; a put answers whether it was acknowledged. */
const acts: Readonly<Record<What, (box: Box, on: number, key: string) => unknown>> = {
  put: (box, _, key) => put(box, key),
  kill: (box, on) => exit(at(box, on)),
  monit: box => box.monit(),
  pass: box => box.pass(1500),
  freeze: (box, on) => {
    at(box, on).frozen = true;
  },
  thaw: (box, on) => {
    at(box, on).frozen = false;
  },
  'hand-over': leadFrom,
};

/** Everything thawed and started; patience is drawn anew each time, or two could split their votes for ever. */
const settle = (box: Box, drawAgain: (turn: number) => void): void => {
  for (const node of box.nodes) node.frozen = false;
  for (let turn = 0; turn < 8; turn++) {
    drawAgain(turn);
    box.monit();
    box.pass(4000);
  }
};

test('whatever is killed, frozen or handed over, an acknowledged write is never lost while the disks are whole', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), drawn => {
      let draw = 0.5;
      const box = newWorld(() => draw);
      grow(box);
      const acked = drawn.flatMap(({ what, on, draw: next }, turn) => {
        draw = next;
        return acts[what](box, on, `k${turn}`) === true ? [`k${turn}`] : [];
      });
      settle(box, turn => {
        draw = (turn % 3) / 3;
      });
      for (const node of box.nodes) expect(keysOf(node)).toEqual(expect.arrayContaining(acked));
    }),
    { numRuns: 150 },
  );
});

test('an alarm alone makes a member of 3.5 unhealthy, and none of 3.4', async () => {
  const box = newWorld();
  grow(box);
  const node = at(box, 0);
  const leader = isLive(node) ? leaderFor(box.world, node) : null;
  if (!leader) throw new Error('nobody leads');
  propose(box.world, leader, { kind: 'alarm', id: leader.process.id });
  box.pass(500);
  const health = async (version: string) => (await etcdctl.health({ ...box.world, version }, node)).stdout;
  expect(await health('3.4.23')).toContain('"health":true');
  expect(await health('3.5.16')).toContain('"error":"Active Alarm(s): NOSPACE "');
});
