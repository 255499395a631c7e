import type { Resurrection, TaskObservation } from '../cluster/observation.ts';
import * as bosh from '../commands/bosh.ts';
import { serviceCheck } from '../commands/curl.ts';
import * as govc from '../commands/govc.ts';
import * as vm from '../commands/vm.ts';
import type { Command } from '../model/command.ts';
import type { Instance } from '../model/instance.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import { readProblems } from '../readings/bosh-cck.ts';
import { readResurrection } from '../readings/bosh-environment.ts';
import { type InstanceRow, readInstances } from '../readings/bosh-instances.ts';
import { locksOf, readLocks } from '../readings/bosh-locks.ts';
import { readVm } from '../readings/bosh-ssh.ts';
import { readTasks, tasksOf } from '../readings/bosh-tasks.ts';
import { readHash, readHashes } from '../readings/etcd-hash.ts';
import { readStatus } from '../readings/etcd-status.ts';
import { oneVm, readCollect, readFind } from '../readings/govc-vm.ts';
import { type Probe, readProbe } from '../readings/probe.ts';
import { isMissed, type Missed, missed, type Reading } from '../readings/reading.ts';
import { readService } from '../readings/service.ts';
import type { VmHere } from '../runbooks/runbook.ts';
import { josa } from '../words.ts';

const noVm = (row: InstanceRow): Missed =>
  missed({
    en:
      row.cid === null
        ? `${row.instance} has no VM`
        : `${row.instance} answers nothing: its agent is unresponsive`,
    ko:
      row.cid === null
        ? `${row.instance}에 VM이 없음`
        : `${josa(row.instance, '이/가')} 응답하지 않음: agent 무응답`,
  });

/** The bot's own way of looking leaves tasks behind; they are in nobody's way. */
const looking = /^(ssh|retrieve vm-stats|retrieve instances)/;
export const isLooking = (task: TaskObservation): boolean => looking.test(task.description);

/** What can be asked of one cluster: each is one command on the jump host, and its reading. */
export const queriesOf = (jumpHost: JumpHost, deployment: string) => {
  const run = (command: Command) => jumpHost.run(command);
  const ssh = (instance: Instance, command: vm.VmCommand, seconds = 30) =>
    run(bosh.bosh(deployment).ssh(instance, command, 'reads', seconds));
  return {
    instances: async () => readInstances(await run(bosh.bosh(deployment).instances())),
    tasks: async () => {
      const tasks = readTasks(await run(bosh.tasksRunning()));
      return isMissed(tasks) ? tasks : tasksOf(deployment, tasks).filter(task => !isLooking(task));
    },
    locks: async () => {
      const locks = readLocks(await run(bosh.locks()));
      return isMissed(locks) ? locks : locksOf(deployment, locks);
    },
    resurrection: async (): Promise<Reading<Resurrection>> =>
      readResurrection(await run(bosh.resurrectionState())),
    probe: async (row: InstanceRow): Promise<Reading<Probe>> =>
      row.cid === null || row.processState === 'unresponsive agent'
        ? noVm(row)
        : readProbe(await ssh(row.instance, vm.probe())),
    hash: async (instance: Instance, revision: number) =>
      readHash(await ssh(instance, vm.hashkv(revision)), revision),
    /** Now and at an earlier revision, in one login. */
    hashes: async (instance: Instance, now: number, then: number) =>
      readHashes(await ssh(instance, vm.hashesAt(now, then)), [now, then]),
    /** 'silent': the VM answered and its etcd did not; null: it could not be asked. */
    status: async (instance: Instance) => {
      const status = readStatus(await ssh(instance, vm.status()));
      return isMissed(status) ? null : (status ?? ('silent' as const));
    },
    problems: async () => readProblems(await run(bosh.bosh(deployment).cckReport())),
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
