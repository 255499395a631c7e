import type { VmCommand } from '../../../src/commands/vm.ts';
import * as vm from '../../../src/commands/vm.ts';
import { boxRuns } from '../leadership.ts';
import type { Machines, Master } from '../machines.ts';
import { until } from '../wait.ts';
import type { Fault } from './fault.ts';
import { ground, leadershipOff, masterAt, showsInLog, took } from './parts.ts';

/** A change of membership by the leader's own hand, tried again while etcd says that the cluster is too young for it. */
const change = (by: Master, command: VmCommand): Promise<void> =>
  until(command.slice(5).join(' '), 20, async () => (await boxRuns(by.member, command)).exitCode === 0);

const idOf = async (victim: Master): Promise<string> => {
  const view = await victim.member.view();
  if (!view) throw new Error(`master/${victim.uuid} does not answer, so its member id is not known`);
  return view.id;
};
const helper = async (machines: Machines, victim: Master): Promise<Master> => {
  await ground(machines);
  await leadershipOff(machines, [victim]);
  return masterAt(machines, machines.masters[0] === victim ? 1 : 0);
};

/** Somebody added the member and it never started: an entry without a name, and the job cannot add itself again. */
export const halfAdded: Fault = {
  what: 'one member was removed, its disk emptied and the member added again, but never started',
  verdict: 'half-added',
  inject: async machines => {
    const victim = masterAt(machines, 2);
    const by = await helper(machines, victim);
    const id = await idOf(victim);
    const before = (await victim.member.log()).length;
    await victim.member.whileDown(async () => {
      await change(by, vm.memberRemove(id));
      await victim.member.disk.removeMember();
      await change(by, vm.memberAdd(victim.uuid, victim.member.peerUrl));
    });
    return took([victim], await showsInLog(victim, /not enough started members/, before));
  },
};

/** Its data is whole, and the cluster has forgotten its id: etcd ends with exit 0 each time. */
export const removedId: Fault = {
  what: "one member's id was removed from the cluster; its data is still there",
  verdict: 'removed-id',
  inject: async machines => {
    const victim = masterAt(machines, 2);
    const by = await helper(machines, victim);
    const id = await idOf(victim);
    const before = (await victim.member.log()).length;
    await change(by, vm.memberRemove(id));
    return took([victim], await showsInLog(victim, /permanently removed/, before));
  },
};
