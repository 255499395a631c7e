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
import { readInstances, readMastersLight } from '../readings/bosh-instances.ts';
import { locksOf, readLocks } from '../readings/bosh-locks.ts';
import { readVm, readVms } from '../readings/bosh-ssh.ts';
import { readTasks, tasksOf } from '../readings/bosh-tasks.ts';
import { oneVm, readCollect, readFind } from '../readings/govc-vm.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import { readService } from '../readings/service.ts';
import type { VmHere } from '../runbooks/runbook.ts';

/** The bot's own way of looking leaves tasks behind; they are in nobody's way. */
const looking = /^(ssh|retrieve vm-stats|retrieve instances)/;
export const isLooking = (task: TaskObservation): boolean => looking.test(task.description);

/** What can be asked of one cluster: each is one command on the jump host, and its reading. */
export const queriesOf = (jumpHost: JumpHost, deployment: string) => {
  const run = (command: Command) => jumpHost.run(command);
  const at = bosh.bosh(deployment);
  const ssh = (instance: Instance, command: vm.VmCommand, seconds = 30) =>
    run(at.ssh(instance, command, 'reads', seconds));
  return {
    instances: async () => readInstances(await run(at.instances())),
    /** Makes no task. */
    instancesNow: async () => readMastersLight(await run(at.instancesLight())),
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
    /** Every master in one login; `stop` ends it. */
    masters: async (command: vm.VmCommand, seconds: number, stop: AbortSignal) =>
      readVms(await jumpHost.run(at.sshMasters(command, seconds), { signal: stop })),
    /** One master, by a login of its own. */
    master: async (instance: Instance, command: vm.VmCommand, seconds?: number) =>
      readVm(await ssh(instance, command, seconds)),
    problems: async () => readProblems(await run(at.cckReport())),
    canary: async (instance: Instance, id: string) => {
      const answer = readVm(await ssh(instance, vm.canaryGet(id)));
      return isMissed(answer) || answer.exitCode !== 0 ? 'unreadable' : answer.stdout.trim();
    },
    service: async (url: string) => readService(await run(serviceCheck(url))),
    /** `onLetIn`: once vCenter has answered at all. */
    vm: async (cid: string, onLetIn = () => {}): Promise<Reading<VmHere>> => {
      const found = oneVm(cid, readFind(await run(govc.find(cid))));
      if (isMissed(found)) return found;
      onLetIn();
      const seen = readCollect(await run(govc.collect(found.moref)));
      return isMissed(seen) ? seen : { ...seen, cid, moref: found.moref, datacenter: found.datacenter };
    },
  };
};
export type Queries = ReturnType<typeof queriesOf>;
