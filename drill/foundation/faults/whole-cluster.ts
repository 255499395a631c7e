import type { Master } from '../machines.ts';
import { systemKey } from '../seed.ts';
import { until } from '../wait.ts';
import type { Fault } from './fault.ts';
import { ground, leadershipOff, masterAt, took } from './parts.ts';

/** More writes than the real cluster has: only then does a rogue answer reads that the real leader must confirm. */
const overtake = async (alone: Master): Promise<void> => {
  const lane = async (at: number): Promise<void> => {
    for (let count = 0; count < 50; count++)
      await alone.member.put({ key: `/drill/phantom/${at}/${count}`, value: `${at}.${count}` }, 2000);
  };
  await Promise.all(Array.from({ length: 40 }, (_, at) => lane(at)));
};

/** The runbook's steps 6 and 7 on a lost disk: the bootstrap instance alone serves an EMPTY cluster of its own. */
export const rogue: Fault = {
  what: 'the bootstrap instance lost its disk and both others were off for a while: it serves an empty cluster of its own',
  verdict: 'rogue',
  inject: async machines => {
    const [alone, ...others] = machines.masters;
    if (!alone) throw new Error('the box has no masters');
    await ground(machines);
    await leadershipOff(machines, [alone]);
    await Promise.all(others.map(other => other.powerOff()));
    await alone.member.whileDown(() => alone.member.disk.removeMember());
    await until('the bootstrap instance serves alone', 30, () => alone.member.healthy());
    await overtake(alone);
    await Promise.all(others.map(other => other.powerOn()));
    await until('the two others serve again', 30, async () =>
      (await Promise.all(others.map(other => other.healthy()))).every(Boolean),
    );
    await until('the bootstrap instance still serves', 30, () => alone.member.healthy());
    const [here, there] = await Promise.all([alone.member.view(), others[0]?.member.view()]);
    const members = await alone.member.memberCount();
    return took(
      [alone],
      `${members} member by its own list; term ${here?.term} and revision ${here?.revision} here, ${there?.term} and ${there?.revision} there`,
    );
  },
};

/** Clients write on, kube-apiserver among them: soon the empty cluster is further than the one that is gone ever was. */
const beyond = async (masters: readonly Master[], revision: number): Promise<void> => {
  const lanes = masters.flatMap(master => [0, 1, 2, 3].map(at => ({ master, at: master.index * 4 + at })));
  const put = async (master: Master, key: string): Promise<void> => {
    await until(
      `an acknowledgement of ${key}`,
      30,
      async () => (await master.member.put({ key, value: key }, 2000)) !== null,
    );
  };
  const lane = async ({ master, at }: (typeof lanes)[number]): Promise<void> => {
    for (let count = at; count < revision; count += lanes.length) await put(master, `/drill/anew/${count}`);
  };
  await Promise.all(masters.slice(0, 1).map(master => put(master, systemKey)));
  await Promise.all(lanes.map(lane));
};

/** Three green members, one hash, no alarm, a revision beyond all that was seen, and nothing of before in it. */
export const allLost: Fault = {
  what: 'every master lost member/: the cluster builds itself anew, empty, and writers overtake its old revision',
  verdict: 're-bootstrapped-empty',
  inject: async machines => {
    const { masters } = machines;
    await ground(machines);
    const views = await Promise.all(masters.map(master => master.member.view()));
    const before = Math.max(...views.map(view => view?.revision ?? 0));
    const gates = masters.map(() => Promise.withResolvers<void>());
    const all = masters.map((master, at) =>
      master.member.whileDown(async () => {
        await master.member.disk.removeMember();
        gates[at]?.resolve();
        await Promise.all(gates.map(gate => gate.promise));
      }),
    );
    await Promise.all(all);
    await until('three empty members serve', 60, async () =>
      (await Promise.all(masters.map(master => master.healthy()))).every(Boolean),
    );
    const anew = (await masterAt(machines, 0).member.view())?.revision;
    await beyond(masters, before + 500);
    const view = await masterAt(machines, 0).member.view();
    return took(
      masters,
      `revision ${anew}, then ${view?.revision} where ${before} was before, ${(await masters[0]?.member.keys('/drill/ground/'))?.size} keys left`,
    );
  },
};
