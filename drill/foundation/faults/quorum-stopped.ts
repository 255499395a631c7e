import type { Machines, Master } from '../machines.ts';
import { until } from '../wait.ts';
import type { Fault } from './fault.ts';
import { ground, leadershipOff, masterAt, took } from './parts.ts';

const behindBy = 100;

/** More writes, which a member that is away misses. */
const writeOn = async (through: Master, revisions: number): Promise<void> => {
  for (let at = 0; at < revisions; at++) {
    const pair = { key: `/drill/on/${at % 20}`, value: String(at) };
    if (!(await through.member.put(pair, 10_000))) throw new Error(`${pair.key} was not acknowledged`);
  }
};

const stop = async (masters: readonly Master[]): Promise<void> => {
  for (const master of masters) master.monit('stop');
  await until('monit stops etcd', 20, () =>
    masters.every(master => master.processes().some(p => p.name === 'etcd' && p.state === 'not monitored')),
  );
};

/** One is stopped while the others write on, then they are stopped too. */
const stopAll = async (machines: Machines, away: (late: Master) => Promise<void>) => {
  const [first, second, late] = [0, 1, 2].map(index => masterAt(machines, index));
  if (!first || !second || !late) throw new Error('the box has no three masters');
  await ground(machines);
  await leadershipOff(machines, [late]);
  await away(late);
  await until('two are left that serve', 30, () => second.member.healthy());
  await writeOn(second, behindBy);
  return { first, second, late };
};

export const quorumStopped: Fault = {
  what: 'etcd of all three was stopped by monit, one of them long before the others; their data are whole',
  verdict: 'quorum-stopped',
  inject: async machines => {
    const { first, second, late } = await stopAll(machines, one => stop([one]));
    await stop([first, second]);
    return took([first, second, late], `3 stopped, the first of them at least ${behindBy} entries before`);
  },
};
