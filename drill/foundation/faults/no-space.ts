import { quoteArgv } from '../../../src/commands/quote.ts';
import { compact } from '../../../src/commands/vm.ts';
import type { Machines, Master } from '../machines.ts';
import { until } from '../wait.ts';
import type { Fault } from './fault.ts';
import { ground, leadershipOff, masterAt, took } from './parts.ts';

const lanes = 16;

/** A quota for these masters, each restarted for it in turn. */
const limit = async (machines: Machines, masters: readonly Master[], bytes: number): Promise<void> => {
  for (const master of masters) {
    await leadershipOff(machines, [master]);
    await machines.limitSpace(master.uuid, bytes);
    await master.member.whileDown(async () => {});
    await until('the limited member serves', 30, () => master.member.healthy());
    await until('monit has seen it', 10, () =>
      master.processes().every(process => process.state === 'running'),
    );
  }
};

/** Puts through one member until it says no, and serves all the same. */
const fill = async ({ member }: Master, keyOf: (at: number) => string, value: string): Promise<number> => {
  let written = 0;
  let full = false;
  const lane = async (): Promise<void> => {
    while (!full)
      if ((await member.put({ key: keyOf(written++), value }, 1000)) === null) full ||= member.running();
  };
  const late = setTimeout(() => {
    full = true;
  }, 60_000);
  await Promise.all(Array.from({ length: lanes }, lane));
  clearTimeout(late);
  return written;
};

/** A compaction frees 1000 revisions a batch, and what the last one freed counts as in use until the next write: several of
 *  them have to fit. */
const fragmentsQuota = 6_000_000;

/** Each key written over and over: what fills it are revisions that nobody needs. */
export const noSpace: Fault = {
  what: 'the space quota is used up by old revisions: the cluster refuses writes',
  verdict: 'no-space',
  inject: async machines => {
    const { masters } = machines;
    await ground(machines);
    await limit(machines, masters, fragmentsQuota);
    const written = await fill(masterAt(machines, 1), at => `/drill/fill/${at % lanes}`, 'x'.repeat(2000));
    return took(masters, `writes are refused after ${written} of 2 kB to ${lanes} keys`);
  },
};

/** One member's quota is enough: it raises the alarm for the whole cluster. `endpoint health` of 3.4 goes on saying healthy. */
export const noSpaceLive: Fault = {
  what: 'the space quota of one master is used up by live keys, all else is compacted: the cluster refuses writes',
  verdict: 'no-space',
  refuses: { cure: 'free-space', says: ['what is live is too much on master/', '현재 키가 너무 많습니다'] },
  inject: async machines => {
    const small = masterAt(machines, 2);
    await ground(machines);
    await limit(machines, [small], 4_000_000);
    const written = await fill(small, at => `/drill/fill/${at}`, 'x'.repeat(64_000));
    const revision = (await small.member.view())?.revision ?? 0;
    await until('the history is compacted', 10, async () => {
      const { exitCode, stderr } = await small.run(quoteArgv(compact(revision - 1)));
      return exitCode === 0 || stderr.includes('has been compacted');
    });
    return took([small], `writes are refused after ${written} keys of 64 kB`);
  },
};
