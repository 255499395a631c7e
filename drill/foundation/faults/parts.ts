import { lead } from '../leadership.ts';
import type { Machines, Master } from '../machines.ts';
import { until } from '../wait.ts';
import type { Injected } from './fault.ts';

/** Long enough for a monit cycle, a slow start script and etcd's own five-second patience on a busy machine. */
const tookSeconds = 30;

/** A master by its BOSH index. */
export const masterAt = (machines: Machines, index: number): Master => {
  const master = machines.masters[index];
  if (!master) throw new Error(`the box has no master ${index}`);
  return master;
};

/** Keys enough that every log has something to lose. */
export const ground = async (machines: Machines, count = 120): Promise<void> => {
  const keys = Array.from({ length: count }, (_, at) => `/drill/ground/${String(at).padStart(4, '0')}`);
  await Promise.all(
    keys.map(async (key, at) => {
      const { member } = masterAt(machines, at % machines.masters.length);
      // On a busy machine an election may swallow one: the same key with the same value is written until it stands.
      await until(`${key} is written: the cluster must be healthy before a fault`, 60, async () => {
        return (await member.put({ key, value: `ground ${at}` }, 10_000)) !== null;
      });
    }),
  );
};

/** Leadership to the first other master: a leader's death would force the election that heals it. */
export const leadershipOff = async (machines: Machines, victims: readonly Master[]): Promise<void> => {
  const other = machines.masters.find(master => !victims.includes(master));
  if (other) await lead(machines.masters, other);
};

/** Breaks one master's disk while its etcd is down (an open log keeps working), then waits for words in the new log. */
export const breakDisk = async (
  victim: Master,
  change: (victim: Master) => Promise<void>,
  shows: RegExp,
): Promise<string> => {
  const before = (await victim.member.log()).length;
  await victim.member.whileDown(() => change(victim));
  return showsInLog(victim, shows, before);
};

/** Waits for words in a master's etcd log after its first `since` characters; answers the line that has them. */
export const showsInLog = async (victim: Master, words: RegExp, since: number): Promise<string> => {
  let shown = '';
  await until(`${words.source} in the log of master/${victim.uuid}`, tookSeconds, async () => {
    const log = (await victim.member.log()).slice(since);
    shown = log.split('\n').findLast(line => words.test(line)) ?? '';
    return shown !== '';
  });
  return shown.trim();
};

export const took = (
  victims: readonly Master[],
  shownBy: string,
  release: Injected['release'] = () => {},
): Injected => ({
  victims,
  shownBy,
  release,
});
