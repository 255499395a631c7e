import type {
  EtcdObservation,
  EtcdStatus,
  MasterObservation,
  Observation,
} from '../../src/cluster/observation.ts';
import type { CureName } from '../../src/cluster/verdict-types.ts';
import {
  broken,
  clusterOf,
  downEtcd,
  etcdOf,
  ids,
  m1,
  m2,
  m3,
  masterOf,
  statusOf,
  tocommit,
} from './build.ts';

/** One is wrong and two are well: which cures a person must be offered then. Written by hand, from docs/evidence.md and from what
 *  was tried on real etcd, never from what the verdict answers. */
type MustAllow = {
  readonly fault: string;
  /** On which masters; m1 is the bootstrap instance. */
  readonly where: readonly string[];
  readonly change: Partial<MasterObservation>;
  readonly must: readonly CureName[];
};

const { files } = masterOf(m1);
if (files === null) throw new Error('a master without files');
export const disk = files;
export const sound = { link: 'none', owner: 'vcap', binary: true } as const;
export const served =
  '2026-11-22 10:57:28.000001 I | etcdmain: etcd Version: 3.4.23\n2026-11-22 10:57:29.000001 I | embed: ready to serve client requests';
export const young = (end: number) =>
  `panic: tocommit(312) is out of range [lastIndex(${end})]. Was the raft log lost?`;
export const refused = 'transport: Error while dialing dial tcp 127.0.0.1:2379: connect: connection refused';

export const live = { etcd: { ...downEtcd, said: refused } };
export const lost = { ...disk, memberDir: false, walFiles: 0 };
const birthUnknown = { ...live, files: { ...disk, memberWasMissing: null } };
const any = [m1, m2, m3];
const another = [m2, m3];
const bootstrap = [m1];

/** One fails beside two that agree, one of whom leads. */
export const oneFails = (
  which: string,
  change: Partial<MasterObservation>,
  { status, more, etcd }: Noise = {},
): Observation => {
  const leaderId = which === m2 ? ids[m3] : ids[m2];
  const well = any
    .filter(instance => instance !== which)
    .map(instance => {
      const told = statusOf(instance, { leaderId, ...status });
      return [instance, { etcd: etcdOf(instance, { status: told, ...etcd }) }] as const;
    });
  return clusterOf({ ...Object.fromEntries(well), [which]: change }, more);
};
/** What may be otherwise with the two without anything being wrong. */
export type Noise = {
  readonly status?: Partial<EtcdStatus>;
  readonly etcd?: Partial<EtcdObservation>;
  readonly more?: Partial<Observation>;
};

const ofLostLog: readonly CureName[] = ['move-leader', 'replace-member', 'disk-loss-original'];
const stopped = [{ name: 'etcd', state: 'not monitored' }];
const zapServed =
  '{"level":"info","ts":"2026-11-22T10:57:28.000Z","caller":"etcdmain/etcd.go:73","msg":"Running: "}\n{"level":"info","ts":"2026-11-22T10:57:29.000Z","caller":"embed/serve.go:98","msg":"ready to serve client requests"}';
const zapTocommit =
  '{"level":"panic","ts":"2026-11-22T10:57:29.000Z","caller":"etcdserver/zap_raft.go:101","msg":"tocommit(312) is out of range [lastIndex(0)]. Was the raft log corrupted, truncated, or lost?"}';

export const mustAllow: readonly MustAllow[] = [
  { fault: 'a process that is down', where: any, change: broken(served, live), must: ['restart-process'] },
  {
    fault: 'a process of 3.5 that is down',
    where: any,
    change: broken(zapServed, live),
    must: ['restart-process'],
  },
  {
    fault: 'a process that monit was told to leave alone',
    where: any,
    change: broken(served, { ...live, monit: stopped }),
    must: ['restart-process'],
  },
  {
    fault: 'a process that is down, its birth unknown',
    where: another,
    change: broken(served, birthUnknown),
    must: ['restart-process'],
  },
  { fault: 'a lost log', where: any, change: broken(tocommit, live), must: ofLostLog },
  { fault: 'a lost log of 3.5', where: any, change: broken(zapTocommit, live), must: ofLostLog },
  {
    fault: 'a lost log, its birth unknown',
    where: another,
    change: broken(tocommit, birthUnknown),
    must: ['move-leader', 'replace-member'],
  },
  {
    fault: 'a lost log on the bootstrap instance, its birth unknown',
    where: bootstrap,
    change: broken(tocommit, birthUnknown),
    must: ['replace-member'],
  },
  {
    fault: 'a cut log, its birth unknown',
    where: another,
    change: broken(young(111), birthUnknown),
    must: ['replace-member'],
  },
  { fault: 'a cut log', where: any, change: broken(young(308), live), must: ofLostLog },
  {
    fault: 'a lost log whose wal files could not be listed',
    where: any,
    change: broken(tocommit, { ...live, files: { ...disk, walFiles: null } }),
    must: ofLostLog,
  },
  {
    fault: 'a member/ without any wal file',
    where: any,
    change: broken('', { ...live, files: { ...disk, walFiles: 0 } }),
    must: ofLostLog,
  },
  {
    fault: 'a lost disk',
    where: another,
    change: broken('Error: etcdserver: unhealthy cluster', { ...live, files: lost }),
    must: ['replace-member'],
  },
  {
    fault: 'a lost disk without a log',
    where: any,
    change: broken('', { ...live, lastStartBlock: null, files: lost }),
    must: ['replace-member'],
  },
  {
    fault: 'a lost disk of the bootstrap instance',
    where: bootstrap,
    change: broken(young(4), { ...live, files: { ...disk, memberWasMissing: true } }),
    must: ['replace-member'],
  },
  ...[
    'panic: walpb: crc mismatch',
    'panic: wal: max entry size limit exceeded',
    'C | etcdserver: cannot use none as id',
    'panic: invalid database',
  ].map(log => ({
    fault: `corrupt data, by "${log}"`,
    where: any,
    change: broken(log, live),
    must: ['replace-member'] as const,
  })),
];
