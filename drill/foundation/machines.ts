import { newInstance, newMaster } from './instance.ts';
import { lead } from './leadership.ts';
import { refuseBeyondLoopback } from './loopback.ts';
import type { Effects, Machine, Timings } from './machine.ts';
import type { Member, Members } from './member.ts';
import { modelledMembers } from './model/members.ts';
import { startMonit, type Verb } from './monit.ts';
import { findEtcd, realMembers } from './real/members.ts';
import { masterProcesses, type Rack, seedErrand, seedMasters, seedWorker, workerProcesses } from './seed.ts';
import { until } from './wait.ts';
import { startService } from './worker.ts';

export type Master = Machine & {
  readonly member: Member;
  /** monit's verbs for etcd, by the box's own hand. */
  monit(verb: Verb): void;
};

export type Machines = {
  readonly all: readonly Machine[];
  readonly masters: readonly Master[];
  readonly worker: Machine;
  byCid(cid: string): Machine | undefined;
  byIp(ip: string): Machine | undefined;
  readonly etcdKind: 'real' | 'modelled';
  /** What to type for real etcd. */
  readonly aptLine: string;
  /** The worker's nginx; stands for the load balancer. */
  readonly serviceUrl: string;
  readonly timings: Timings;
  limitSpace: Members['limitSpace'];
  slowLink: Members['slowLink'];
  expire: Members['expire'];
  stop(): Promise<void>;
};

export type MachinesOptions = {
  /** On a tmp disk: everything the masters own is below it. */
  readonly folder: string;
  /** auto: real where etcd and etcdctl are found. */
  readonly etcd: 'real' | 'modelled' | 'auto';
  /** The folder of another etcd's binaries; PATH when absent. */
  readonly etcdBin?: string;
  readonly timings: Timings;
  readonly effects: Effects;
  /** Failed restarts in a row after which monit unmonitors etcd; never when absent. */
  readonly monitGivesUpAfter?: number;
  /** Other racks than the seed's, for a test that they are refused. */
  readonly masters?: readonly [Rack, ...Rack[]];
};

export const aptLine = 'sudo apt-get install -y etcd-server etcd-client';

const chooseMembers = async (options: MachinesOptions): Promise<Members> => {
  const racks = options.masters ?? seedMasters;
  const binaries = options.etcd === 'modelled' ? null : await findEtcd(options.etcdBin);
  if (!binaries && options.etcd === 'real')
    throw new Error(
      `etcd and etcdctl 3.4 or 3.5 are not in ${options.etcdBin ?? 'PATH'}: install them with \`${aptLine}\`, or drill on modelled members`,
    );
  if (binaries) return realMembers(options.folder, binaries, racks);
  return modelledMembers(options.folder, racks, options.timings.monitCycle);
};

/**
 * The cluster grows as on PKS: the bootstrap instance alone, then each other one adds itself. The bootstrap member is
 * lenient about it (etcd else waits five seconds before a third member; a refused addition is tried again) and is then
 * restarted with its usual settings.
 */
const growCluster = async (members: readonly Member[]): Promise<void> => {
  for (const [at, member] of members.entries()) {
    await member.renewEphemeral();
    await until(`etcd of ${member.name}`, 20, () => {
      member.start({ lenientMembership: at === 0 });
      return member.healthy();
    });
  }
  const [first, second] = members;
  if (!first || !second) return;
  await lead(
    members.map(member => ({ member })),
    { member: second },
  );
  await first.stop();
  first.start();
  await until(`etcd of ${first.name}`, 20, () => first.healthy());
};

/** Does any member serve with a leader? Looked at once a monit cycle, for kube-apiserver's sake. */
const watchEtcd = (members: readonly Member[], everySeconds: number) => {
  let serves = true;
  const look = async (): Promise<void> => {
    serves = (await Promise.all(members.map(member => member.view()))).some(view => view?.leader != null);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    serves: () => serves,
    start: () => {
      timer = setInterval(() => void look(), everySeconds * 1000);
    },
    stop: () => clearInterval(timer),
  };
};

const startJobs = async (machines: readonly Machine[]): Promise<void> => {
  for (const machine of machines) await machine.startJobs();
  await until('every job of the box', 20, async () =>
    (await Promise.all(machines.map(machine => machine.healthy()))).every(Boolean),
  );
};

/** The seed's machines on loopback, their jobs running; throws before anything is left running. */
export const startMachines = async (options: MachinesOptions): Promise<Machines> => {
  const racks: readonly [Rack, ...Rack[]] = options.masters ?? seedMasters;
  refuseBeyondLoopback([...racks.map(rack => rack.ip), seedWorker.ip]);
  const members = await chooseMembers(options);
  const service = await startService(seedWorker.ip).catch(async error => {
    await members.stop();
    throw error;
  });
  const listed = racks.map(rack => members.of(rack.uuid));
  const watch = watchEtcd(listed, options.timings.monitCycle);
  const monitOf = (member: Member | null) => () =>
    startMonit({
      processes: member ? masterProcesses : workerProcesses,
      cycleSeconds: options.timings.monitCycle,
      givesUpAfter: options.monitGivesUpAfter ?? null,
      member,
      etcdServes: watch.serves,
    });
  const masters = racks.map(rack => {
    const member = members.of(rack.uuid);
    return newMaster({ rack, member, newMonit: monitOf(member), effects: options.effects });
  });
  const plain = { member: null, newMonit: monitOf(null), effects: options.effects };
  const worker = newInstance({ ...plain, rack: seedWorker, onPower: service.power });
  const all = [...masters, worker, newInstance({ ...plain, rack: seedErrand })];
  const stop = async (): Promise<void> => {
    watch.stop();
    for (const machine of all) if (machine.vm) await machine.powerOff();
    await Promise.all([members.stop(), service.stop()]);
  };
  try {
    await growCluster(listed);
    watch.start();
    await startJobs([...masters, worker]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    all,
    masters,
    worker,
    byCid: cid => all.find(machine => machine.vm?.cid === cid),
    byIp: ip => all.find(machine => machine.ip === ip),
    etcdKind: members.kind,
    aptLine,
    serviceUrl: service.url,
    timings: options.timings,
    limitSpace: members.limitSpace,
    slowLink: members.slowLink,
    expire: members.expire,
    stop,
  };
};
