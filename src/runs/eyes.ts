import type { ClusterSeen, Instance, Resurrection } from '../cluster/seen.ts';
import * as bosh from '../commands/bosh.ts';
import type { Command } from '../commands/command.ts';
import { serviceCheck } from '../commands/curl.ts';
import * as govc from '../commands/govc.ts';
import * as vm from '../commands/vm.ts';
import { readProblems } from '../readings/bosh-cck.ts';
import { readResurrection } from '../readings/bosh-environment.ts';
import { type InstanceRow, mastersOf, readInstances } from '../readings/bosh-instances.ts';
import { locksOf, readLocks } from '../readings/bosh-locks.ts';
import { readVm } from '../readings/bosh-ssh.ts';
import { readTasks, tasksOf } from '../readings/bosh-tasks.ts';
import { readHash } from '../readings/etcd-hash.ts';
import { readStatus } from '../readings/etcd-status.ts';
import { oneVm, readCollect, readFind } from '../readings/govc-vm.ts';
import { clusterSeen, commonRevision, masterSeen } from '../readings/master.ts';
import { type Probe, readProbe } from '../readings/probe.ts';
import { isMissed, type Missed, missed, type Reading } from '../readings/reading.ts';
import { readService } from '../readings/service.ts';
import type { Need, Scene, Settings, VmHere } from '../runbooks/runbook.ts';
import type { Clock, Journal, JumpHost } from '../world.ts';
import type { RunEvent } from './events.ts';
import { quietTimes } from './quiet-times.ts';
import type { Run } from './run.ts';
import { factsOf } from './steps.ts';

export type Which = { readonly cluster: string; readonly deployment: string };
export type Look = {
  readonly secondLook?: boolean;
  readonly onPartial?: (seen: ClusterSeen) => void;
};

/** Everything that the bot ever sees goes through here; it only reads. */
export type Eyes = {
  look(which: Which, options?: Look): Promise<Reading<ClusterSeen>>;
  /** The cluster and what a step needs beside it. */
  scene(run: Run, needs: readonly Need[], secondsSinceEnd: number | null): Promise<Scene | Missed>;
  /** The longest time in which no revision was seen to grow, in ms; null when it was not looked often enough to say. */
  longestQuietMs(deployment: string, since: number): number | null;
};

type World = {
  readonly jumpHost: JumpHost;
  readonly journal: Journal<RunEvent>;
  readonly clock: Clock;
  readonly settings: Settings;
  /** Between the two looks of "twice, 5 s apart". */
  readonly secondLookMs: number;
};

const noVm = (row: InstanceRow): Missed =>
  missed({
    en:
      row.cid === null
        ? `${row.instance} has no VM`
        : `${row.instance} answers nothing: its agent is unresponsive`,
    ko: row.cid === null ? `${row.instance}에 VM이 없음` : `${row.instance}가 응답하지 않음: agent 무응답`,
  });

/** The runs of one look; each reading is one command on the jump host. */
const glance = (world: World, which: Which) => {
  const run = (command: Command) => world.jumpHost.run(command);
  const ssh = (instance: Instance, command: vm.VmCommand, seconds = 30) =>
    run(bosh.bosh(which.deployment).ssh(instance, command, 'reads', seconds));
  return {
    instances: async () => readInstances(await run(bosh.bosh(which.deployment).instances())),
    tasks: async () => {
      const tasks = readTasks(await run(bosh.tasksRunning()));
      return isMissed(tasks)
        ? tasks
        : tasksOf(which.deployment, tasks).filter(
            task => !/^(ssh|retrieve vm-stats|retrieve instances)/.test(task.description),
          );
    },
    locks: async () => {
      const locks = readLocks(await run(bosh.locks()));
      return isMissed(locks) ? locks : locksOf(which.deployment, locks);
    },
    resurrection: async (): Promise<Reading<Resurrection>> =>
      readResurrection(await run(bosh.resurrectionState())),
    probe: async (row: InstanceRow): Promise<Reading<Probe>> =>
      row.cid === null || row.processState === 'unresponsive agent'
        ? noVm(row)
        : readProbe(await ssh(row.instance, vm.probe())),
    hash: async (instance: Instance, revision: number) => {
      const hash = readHash(await ssh(instance, vm.hashkv(revision)), revision);
      return isMissed(hash) ? null : hash;
    },
    status: async (instance: Instance) => {
      const status = readStatus(await ssh(instance, vm.status()));
      return isMissed(status) ? null : status;
    },
    problems: async () => readProblems(await run(bosh.bosh(which.deployment).cckReport())),
    canary: async (instance: Instance, id: string) => {
      const answer = readVm(await ssh(instance, vm.canaryGet(id)));
      return isMissed(answer) || answer.exitCode !== 0 ? 'unreadable' : answer.stdout.trim();
    },
    service: async (url: string) => readService(await run(serviceCheck(url))),
    vm: async (cid: string): Promise<Reading<VmHere>> => {
      const found = oneVm(cid, readFind(await run(govc.find(cid))));
      if (isMissed(found)) return found;
      const seen = readCollect(await run(govc.collect(found.moref)));
      return isMissed(seen) ? seen : { ...seen, cid, moref: found.moref, datacenter: found.datacenter };
    },
  };
};

const remembered = async ({ journal }: World, deployment: string): Promise<ClusterSeen['memory']> => {
  const [revision, keys] = await Promise.all([
    journal.recall(`revision/${deployment}`),
    journal.recall(`keys/${deployment}`),
  ]);
  return typeof revision === 'number' ? { revision, keyCount: typeof keys === 'number' ? keys : null } : null;
};

const secondLooks = async (
  world: World,
  which: Which,
  probes: readonly Reading<Probe>[],
  wanted: boolean,
) => {
  const eyes = glance(world, which);
  const revision = commonRevision(probes);
  const up = probes.flatMap(probe => (isMissed(probe) || !probe.etcd.up ? [] : [probe]));
  if (wanted && up.length > 1) await world.clock.sleep(world.secondLookMs);
  const looks = await Promise.all(
    up.map(
      async probe =>
        [
          probe.instance,
          {
            hash: revision === null ? null : await eyes.hash(probe.instance, revision),
            later: wanted ? await eyes.status(probe.instance) : null,
          },
        ] as const,
    ),
  );
  return new Map(looks);
};

const noMasters = (deployment: string, rows: readonly InstanceRow[]): Missed => {
  const groups = [...new Set(rows.map(row => row.instance.split('/')[0]))].join(', ');
  return missed({
    en: `${deployment} has no instance of the group "master" (it has ${groups}); name a Kubernetes cluster's deployment.`,
    ko: `${deployment}에 "master" 그룹 instance가 없습니다(있는 것: ${groups}). Kubernetes 클러스터의 deployment를 지정하세요.`,
  });
};

const look = async (
  world: World,
  which: Which,
  { secondLook = false, onPartial }: Look,
): Promise<Reading<ClusterSeen>> => {
  const eyes = glance(world, which);
  const at = new Date(world.clock.now()).toISOString();
  const around = Promise.all([
    eyes.tasks(),
    eyes.locks(),
    eyes.resurrection(),
    remembered(world, which.deployment),
  ]);
  const [rows, [tasks, locks, resurrection, memory]] = await Promise.all([eyes.instances(), around]);
  if (isMissed(rows)) return rows;
  const masters = mastersOf(rows);
  if (masters.length === 0) return noMasters(which.deployment, rows);
  const parts = { ...which, at, tasks, locks, resurrection, memory };
  const waiting = missed({ en: 'still reading', ko: '읽는 중' });
  const probes: Reading<Probe>[] = masters.map(() => waiting);
  const partial = () =>
    onPartial?.(
      clusterSeen({ ...parts, masters: masters.map((row, i) => masterSeen(row, probes[i] ?? waiting)) }),
    );
  partial();
  await Promise.all(
    masters.map(async (row, i) => {
      probes[i] = await eyes.probe(row);
      partial();
    }),
  );
  const looks = await secondLooks(world, which, probes, secondLook);
  return clusterSeen({
    ...parts,
    masters: masters.map((row, i) => masterSeen(row, probes[i] ?? waiting, looks.get(row.instance))),
  });
};

const beside = async (world: World, which: Which, seen: ClusterSeen, needs: readonly Need[], run: string) => {
  const eyes = glance(world, which);
  const url = world.settings.serviceUrl;
  const withVm = seen.masters.filter(m => m.cid !== null);
  const [vms, problems, service, canary] = await Promise.all([
    needs.includes('vms')
      ? Promise.all(withVm.map(async m => [m.instance, await eyes.vm(m.cid ?? '')] as const))
      : [],
    needs.includes('problems') ? eyes.problems() : null,
    needs.includes('service') && url ? eyes.service(url) : null,
    needs.includes('canary')
      ? Promise.all(
          seen.masters
            .filter(m => m.etcd?.up)
            .map(async m => [m.instance, await eyes.canary(m.instance, run)] as const),
        )
      : null,
  ]);
  return { vms: Object.fromEntries(vms), problems, service, canary: canary && Object.fromEntries(canary) };
};

export const openEyes = (world: World): Eyes => {
  const quiet = quietTimes();
  const see = async (which: Which, options: Look): Promise<Reading<ClusterSeen>> => {
    const seen = await look(world, which, options);
    if (!isMissed(seen))
      quiet.saw(
        which.deployment,
        world.clock.now(),
        Math.max(0, ...seen.masters.map(m => m.etcd?.status?.revision ?? 0)),
      );
    return seen;
  };
  return {
    look: (which, options = {}) => see(which, options),
    scene: async (run, needs, secondsSinceEnd) => {
      const which = { cluster: run.started.cluster, deployment: run.started.deployment };
      const seen = await see(which, { secondLook: needs.includes('second-look') });
      if (isMissed(seen)) return seen;
      return {
        run: run.id,
        deployment: which.deployment,
        target: run.started.target,
        seen,
        facts: factsOf(run),
        cure: run.started.cure,
        before: run.started.baseline,
        secondsSinceEnd,
        settings: world.settings,
        ...(await beside(world, which, seen, needs, run.id)),
      };
    },
    longestQuietMs: quiet.longest,
  };
};
