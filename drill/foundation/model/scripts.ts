import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { VmAnswer } from '../machine.ts';
import { systemKey } from '../seed.ts';
import { serving } from './client.ts';
import * as etcdctl from './etcdctl.ts';
import type { Node } from './node.ts';
import type { World } from './raft.ts';
import { computedOf, fileHashOf, restoreSnapshot, snapshotOf, trailerOf } from './snapshot-file.ts';

const walName = '0000000000000000-0000000000000000.wal';

/** The master's own kube-apiserver, as its process stands. */
const healthz = (monitSummary: string): string =>
  /^Process 'kube-apiserver'\s+running$/m.test(monitSummary) ? 'ok\n200' : '\n000';

/** What birth.sh prints: each start writes the members that it knows of the log that it has. */
const birth = ({ birth: how, disk }: Node): string => {
  const known = disk.log.slice(0, disk.commit).filter(({ op }) => op.kind === 'add' && op.id !== disk.id);
  return `${how} ${known.length}`;
};

/** What disk.sh prints. Nothing can be read of a file that is empty; a wrong checksum shows only to etcd itself. */
const diskLines = ({ disk, process, starting }: Node): string => {
  if (!disk.member) return '';
  const db = disk.db === 'none' ? '' : `db ${process || starting ? 'held' : 'free'}\n`;
  if (disk.wal === 'none' || disk.wal === 'zero') return db;
  const ids = `${disk.id} ${disk.clusterId}`;
  return `${db}log ${ids} ${disk.log.at(-1)?.term ?? 0} ${disk.log.length} ${disk.commit} clean\n`;
};

const quota = ({ process, quotaBytes }: Node): string => {
  const set = Number.isFinite(quotaBytes) ? `quota-backend-bytes ${quotaBytes}\n` : '';
  return process ? `${set}read\n` : '';
};

const born = ({ disk }: Node): string => {
  const now = Math.max(disk.born, Math.floor(Date.now() / 1000));
  return `${disk.member ? disk.born : ''} ${now}`;
};

/** The number in between that the highest power of two divides, as sample.sh finds it. */
const simplest = (low: number, high: number): number => {
  let found = high;
  for (let power = 1; Math.floor(high / power) * power >= Math.max(low, 1); power *= 2)
    found = Math.floor(high / power) * power;
  return found;
};
const inCommon = (low: number, high: number): readonly number[] => {
  if (low >= high) return [high];
  const middle = simplest(low, high);
  return [
    ...(low < middle ? [simplest(low, middle - 1)] : []),
    middle,
    ...(middle < high ? [simplest(middle + 1, high)] : []),
  ];
};

const hashesAt = async (
  world: World,
  node: Node,
  revisions: readonly (number | string)[],
): Promise<string> => {
  let text = '';
  for (const each of revisions)
    text += `@@ hash ${each}\n${(await etcdctl.hashkv(world, node, Number(each))).stdout}\n`;
  return text;
};
/** The sections of again.sh but for its end; without a second status no hash is asked for. */
export const again = async (
  world: World,
  node: Node,
  seconds: number,
  revisions: readonly string[] | ((now: number) => readonly (number | string)[]),
): Promise<{ readonly stdout: string }> => {
  await sleep(seconds * 1000);
  const at = etcdctl.stamp();
  const { stdout } = await etcdctl.status(world, node);
  const now = Number(/"revision":(\d+)/.exec(stdout)?.[1] ?? 0);
  const asked = typeof revisions === 'function' ? revisions(now) : revisions;
  const hashes = now > 0 ? await hashesAt(world, node, asked) : '';
  return { stdout: `\n@@ later\n${at}\n${stdout}${hashes}` };
};

/** The sections of probe.sh (src/commands/scripts/), in its order. */
export const probe = async (
  world: World,
  node: Node,
  monitSummary: string,
  sample?: { readonly seconds: number; readonly remembered: string },
): Promise<VmAnswer> => {
  const { disk } = node;
  const db = disk.member && disk.db !== 'none' ? `${etcdctl.dbBytes(node)}\n` : '';
  const head = `@@ monit
${monitSummary}@@ mount
/var/vcap/store is a mountpoint
@@ df
Filesystem     1024-blocks     Used Available Capacity Mounted on
/dev/sdc1         10188088    95364   9552188       1% /var/vcap/store
@@ member
${disk.member ? 'present' : 'absent'}
@@ born
${born(node)}
@@ wal
${disk.member && disk.wal !== 'none' ? `0.tmp\n${walName}\n` : ''}@@ ground
owner vcap
link none
binary yes
@@ clock
${new Date().toISOString().slice(0, 19)}Z
@@ certificates
@@ starts
${node.lines
  .filter(line => line.includes('etcd Version:'))
  .slice(-200)
  .map(line => `${line}\n`)
  .join('')}@@ db
${db}@@ quota
${quota(node)}@@ log
${node.lines
  .slice(-400)
  .map(line => `${line}\n`)
  .join('')}@@ apiserver
${healthz(monitSummary)}
@@ status
`;
  const status = await etcdctl.status(world, node);
  const live = serving(node);
  if (status.exitCode !== 0 || !live)
    return {
      stdout: `${head}${status.stdout}\n@@ birth\n${birth(node)}\n\n@@ disk\n${diskLines(node)}\n@@ said\n${status.stderr}@@ end\n`,
      stderr: '',
      exitCode: 0,
    };
  const health = await etcdctl.health(world, node);
  const first = live.process.space.revision;
  const keys = health.exitCode === 0 ? etcdctl.firstKeyAndCount(live) : '';
  const system = health.exitCode === 0 ? etcdctl.keyAlone(live, systemKey) : '';
  const told = `\n@@ at\n${etcdctl.stamp()}\n@@ health\n${health.stdout}\n@@ members\n${etcdctl.memberList(live)}@@ alarms\n${etcdctl.alarmList(live)}@@ keys\n${keys}@@ kube-system\n${system}`;
  const came = health.exitCode === 0 ? '' : `\n@@ disk\n${diskLines(node)}`;
  const remembered = sample && sample.remembered !== '-' ? [sample.remembered] : [];
  const later = sample
    ? await again(world, node, sample.seconds, now => [...inCommon(first, now), ...remembered])
    : { stdout: '' };
  const stdout = `${head}${status.stdout}${told}${later.stdout}${came}\n@@ said\n${health.stderr}@@ end\n`;
  return { stdout, stderr: '', exitCode: 0 };
};

const below = (vcap: string, path: string): string => join(vcap, path.replace(/^\/var\/vcap\//, ''));
const done: VmAnswer = { stdout: '', stderr: '', exitCode: 0 };

/** The sections of snapshot.sh. The file is a real one, below the folder that stands for /var/vcap. */
export const snapshot = async (world: World, node: Node, vcap: string, path: string): Promise<VmAnswer> => {
  const live = serving(node);
  const head = `@@ before\n${live?.process.space.revision ?? ''}\n@@ room\n9552188 20\n@@ save\n`;
  if (!live) return { stdout: `${head}Error: context deadline exceeded\n`, stderr: '', exitCode: 12 };
  const file = below(vcap, path);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, snapshotOf(live.disk.log, live.process.space.applied), { mode: 0o600 });
  await chmod(file, 0o600);
  const bytes = await readFile(file);
  const space = restoreSnapshot(bytes);
  const restored = `[{"Endpoint":"unix://client:1","HashKV":{"header":{"cluster_id":9640668318808369818,"member_id":7666102752576855712,"revision":${space.revision},"raft_term":2},"hash":${space.hashes[space.revision] ?? 0},"compact_revision":-1}}]`;
  const compared = await etcdctl.hashkv(world, node, space.revision);
  const after = serving(node)?.process.space.revision ?? '';
  return {
    stdout: `${head}Snapshot saved at ${path}\n@@ after\n${after}\n@@ size\n${bytes.length}\n@@ trailer\n${trailerOf(bytes)}\n@@ computed\n${computedOf(bytes)}\n@@ file\n${fileHashOf(bytes)}\n@@ revision\n${space.revision}\n@@ live\n${compared.stdout}\n@@ restore\n@@ restored\n${restored}\n@@ end\n`,
    stderr: '',
    exitCode: 0,
  };
};

export const snapshotOffer = async (vcap: string, path: string): Promise<VmAnswer> => {
  const file = below(vcap, path);
  if (!existsSync(file))
    return { stdout: '', stderr: `chgrp: cannot access '${path}': No such file or directory\n`, exitCode: 1 };
  await chmod(dirname(file), 0o750);
  await chmod(file, 0o640);
  return done;
};

export const snapshotClear = async (vcap: string, path: string): Promise<VmAnswer> => {
  await rm(below(vcap, path), { force: true });
  return done;
};
