import { lead } from '../leadership.ts';
import type { Machines, Master } from '../machines.ts';
import { until } from '../wait.ts';
import type { Fault, Injected } from './fault.ts';
import { breakDisk, ground, leadershipOff, masterAt, took } from './parts.ts';

const panic = /tocommit\(\d+\) is out of range \[lastIndex\(\d+\)\]/;

const loseLog = async (machines: Machines, victim: Master, ephemeralToo: boolean): Promise<Injected> => {
  await ground(machines);
  await leadershipOff(machines, [victim]);
  const shownBy = await breakDisk(
    victim,
    async () => {
      await victim.member.disk.removeWal();
      if (ephemeralToo) await victim.member.removeJob('fluentd');
    },
    panic,
  );
  return took([victim], shownBy);
};

/** The runbook's own fault: log files and the ephemeral fluentd of the bootstrap instance. */
export const raftLogLost: Fault = {
  what: 'the raft log and fluentd of the bootstrap instance are removed (the runbook)',
  verdict: 'raft-log-lost',
  inject: machines => loseLog(machines, masterAt(machines, 0), true),
};

export const raftLogLostElsewhere: Fault = {
  what: 'the raft log of a master that is not the bootstrap instance is removed',
  verdict: 'raft-log-lost',
  inject: machines => loseLog(machines, masterAt(machines, 2), false),
};

/** Its death forces an election, which resets what the leader remembers: this one heals itself. */
export const raftLogLostLeader: Fault = {
  what: 'the raft log of the leader itself is removed: the election that follows heals it',
  verdict: 'healthy',
  inject: async machines => {
    const victim = masterAt(machines, 1);
    await ground(machines);
    await lead(machines.masters, victim);
    const before = await victim.member.view();
    await victim.member.whileDown(() => victim.member.disk.removeWal());
    await until('the former leader heals by the election', 40, () => victim.healthy());
    const after = await victim.member.view();
    return took([victim], `term ${before?.term} to ${after?.term}, and it has joined again`);
  },
};

export const walTruncated: Fault = {
  what: 'the raft log of one master loses its second half',
  verdict: 'raft-log-lost',
  inject: async machines => {
    const victim = masterAt(machines, 1);
    await ground(machines);
    await leadershipOff(machines, [victim]);
    return took([victim], await breakDisk(victim, () => victim.member.disk.truncateWal(), panic));
  },
};
