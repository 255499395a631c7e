import { setTimeout as sleep } from 'node:timers/promises';
import { lead } from '../leadership.ts';
import type { Master } from '../machines.ts';
import { until } from '../wait.ts';
import type { Fault } from './fault.ts';
import { ground, masterAt, took } from './parts.ts';

const lanes = 12;
/** Of a monit cycle: longer than etcdctl waits for a confirmed read. One in time would prove that the member has all that
 *  its peers had before, and late by less than a look takes is no lag. */
const delayShare = 3;
/** More than 50 entries behind is lagging. */
const behindBy = 60;

/** Steady writes through the leader, so that being late shows as being behind. */
const flood = async (through: Master, pauseMs: number, going: () => boolean): Promise<void> => {
  const lane = async (at: number): Promise<void> => {
    for (let count = 0; going() && through.vm?.power === 'on'; count++) {
      await through.member.put({ key: `/drill/flood/${at}/${count % 50}`, value: String(count) }, 1000);
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, at) => lane(at)));
};

const lag = async (fast: Master, slow: Master): Promise<number> => {
  const [ahead, behind] = await Promise.all([fast.member.view(), slow.member.view()]);
  return ahead && behind ? ahead.raftIndex - behind.raftIndex : 0;
};

/** Entries reach one member late: it runs and tells its status, and what it has is always some time old. */
export const pairLagging: Fault = {
  what: 'one master is reached slowly while many write: its etcd runs, and is always behind',
  verdict: 'lagging',
  inject: async machines => {
    const [fast, slow] = [masterAt(machines, 1), masterAt(machines, 2)];
    const { monitCycle } = machines.timings;
    await ground(machines);
    const undelay = await machines.slowLink(fast.uuid, slow.uuid, monitCycle * delayShare * 1000);
    await until('the leader-to-be serves', 30, () => fast.member.healthy());
    await lead(machines.masters, fast);
    let released = false;
    void flood(fast, monitCycle * 8, () => !released);
    let [behind, seen] = [0, 0];
    await until('a member lags', 30, async () => {
      behind = await lag(fast, slow);
      seen = behind > behindBy ? seen + 1 : 0;
      return seen >= 5;
    });
    return took([slow], `${behind} entries behind, look after look`, () => {
      released = true;
      undelay();
    });
  },
};
