import type { FaultName, Injected } from '../../../drill/foundation/faults/index.ts';
import { leaderOf } from '../../../drill/foundation/leadership.ts';
import type { Machines, Master } from '../../../drill/foundation/machines.ts';
import { until } from '../../../drill/foundation/wait.ts';
import { quoteArgv } from '../../../src/commands/quote.ts';
import type { VmCommand } from '../../../src/commands/vm.ts';
import * as vm from '../../../src/commands/vm.ts';

const run = async (on: Master, command: VmCommand): Promise<string> => {
  const { stdout, stderr, exitCode } = await on.run(quoteArgv(command));
  if (exitCode !== 0) throw new Error(`${command.slice(4).join(' ')}: exit ${exitCode}: ${stderr}`);
  return stdout;
};
const healthyOnes = (machines: Machines, injected: Injected): readonly Master[] =>
  machines.masters.filter(master => !injected.victims.includes(master));
const victimOf = (injected: Injected): Master => {
  const [victim] = injected.victims;
  if (!victim) throw new Error('this fault has no single victim');
  return victim;
};
const healed = (machines: Machines): Promise<void> =>
  until('all three are healthy', 40, async () =>
    (await Promise.all(machines.masters.map(master => master.member.healthy()))).every(Boolean),
  );

const moveLeader = async (machines: Machines, injected: Injected): Promise<void> => {
  const pair = healthyOnes(machines, injected);
  const leader = await leaderOf(pair);
  const to = await pair.find(master => master !== leader)?.member.view();
  if (!leader || !to) throw new Error('the healthy pair has no leader');
  await run(leader, vm.moveLeader(to.id));
};

const listed = async (by: Master): Promise<string> => {
  const { stdout } = await by.run(quoteArgv(vm.probe()));
  return stdout.slice(stdout.indexOf('@@ members'), stdout.indexOf('@@ alarms'));
};
const removeListed = async (by: Master, victim: Master): Promise<void> => {
  const row = (await listed(by)).split('\n').find(line => line.includes(victim.member.peerUrl));
  if (row) await run(by, vm.memberRemove(row.split(',')[0] ?? ''));
};

/** The five steps of docs/evidence.md#lost-disks. */
const replaceMember = async (machines: Machines, injected: Injected): Promise<void> => {
  const [victim, by] = [victimOf(injected), healthyOnes(machines, injected)[0]];
  if (!by) throw new Error('nobody is left to replace a member');
  await run(victim, vm.monit('stop'));
  const state = () => victim.processes().find(process => process.name === 'etcd')?.state;
  await until('not monitored', 20, () => state() === 'not monitored');
  await removeListed(by, victim);
  await run(victim, vm.setAside('20200805'));
  const url = (await run(victim, vm.peerUrl())).trim();
  await until(
    'member add',
    30,
    async () => (await by.run(quoteArgv(vm.memberAdd(victim.uuid, url)))).exitCode === 0,
  );
  await run(victim, vm.monit('start'));
};

const start = async (_: Machines, injected: Injected): Promise<void> => {
  await run(victimOf(injected), vm.monit('start'));
};
const startAll = async (_: Machines, injected: Injected): Promise<void> => {
  for (const victim of injected.victims) await run(victim, vm.monit('start'));
};
const restart = async (_: Machines, injected: Injected): Promise<void> => {
  await run(victimOf(injected), vm.monit('restart'));
};
const removeHalfAdded = async (machines: Machines, injected: Injected): Promise<void> => {
  const by = healthyOnes(machines, injected)[0];
  if (by) await removeListed(by, victimOf(injected));
};

/** Compacted, each one smaller, then disarmed: sooner the alarm is back. */
const freeSpace = async (machines: Machines): Promise<void> => {
  const [first] = machines.masters;
  const revision = (await first?.member.view())?.revision ?? 0;
  if (first) await run(first, vm.compact(revision - 1));
  for (const master of machines.masters) await run(master, vm.defrag(60));
  if (first) await run(first, vm.disarm());
};

type Cure = (machines: Machines, injected: Injected) => Promise<void>;
/** What mends each fault by the facts; null where nothing of the bot's does. */
const cures: Readonly<Record<FaultName, Cure | null>> = {
  'raft-log-lost': moveLeader,
  'raft-log-lost-elsewhere': moveLeader,
  'raft-log-lost-leader': null,
  'wal-truncated': moveLeader,
  'disk-lost': replaceMember,
  'disk-lost-bootstrap': replaceMember,
  'process-down': start,
  'quorum-stopped': startAll,
  frozen: restart,
  'two-down': null,
  'wal-crc-flipped': replaceMember,
  'wal-zero-byte': replaceMember,
  'db-corrupt': replaceMember,
  'half-added': removeHalfAdded,
  'removed-id': replaceMember,
  rogue: replaceMember,
  'no-space': freeSpace,
  'no-space-live': null,
  'all-lost': null,
  'pair-lagging': null,
  'certificate-expired': null,
  'certificates-expired-on-two': null,
  'certificates-expired': null,
  'peer-certificates-expired': null,
};

/** Cures the fault by hand and waits until three members are healthy; false where there is no cure. */
export const cure = async (name: FaultName, machines: Machines, injected: Injected): Promise<boolean> => {
  const act = cures[name];
  if (!act) return false;
  await act(machines, injected);
  await healed(machines);
  return true;
};
