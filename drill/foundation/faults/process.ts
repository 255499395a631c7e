import { until } from '../wait.ts';
import type { Fault } from './fault.ts';
import { ground, leadershipOff, masterAt, took } from './parts.ts';

export const processDown: Fault = {
  what: 'etcd of one master was stopped by monit; its data is intact',
  verdict: 'process-down',
  inject: async machines => {
    const victim = masterAt(machines, 2);
    await ground(machines);
    await leadershipOff(machines, [victim]);
    victim.monit('stop');
    const state = () => victim.processes().find(process => process.name === 'etcd')?.state;
    await until('monit stops etcd', 20, () => state() === 'not monitored');
    return took([victim], `monit says etcd is ${state()}`);
  },
};

/** Neither killed nor stopped: the process is there and answers nothing. */
export const frozen: Fault = {
  what: 'etcd of one master is frozen (SIGSTOP)',
  verdict: 'process-down',
  inject: async machines => {
    const victim = masterAt(machines, 2);
    await ground(machines);
    await leadershipOff(machines, [victim]);
    victim.member.freeze();
    await until('the frozen etcd is silent', 10, async () => (await victim.member.view()) === null);
    return took([victim], 'its etcd runs and does not answer', () => victim.member.thaw());
  },
};
