import { expect } from 'vitest';
import { storyOfTwo } from './replicas.ts';

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

storyOfTwo(
  '1. A double click that reaches two processes: it is approved once, run once, and the other click is told who was first',
  {},
  async ({ recovers, alice, bob, effects, slack }) => {
    const ask = await recovers();
    expect(slack.sockets()).toBe(2);
    const first = alice.clicks(ask, 'approve');
    await pause(200);
    await Promise.all([first, alice.clicks(ask, 'approve')]);
    await alice.hears(/^ℹ️ .* was already approved by you at \d\d:\d\d:\d\d UTC; it is not run twice/m);
    await alice.hears('✔️ Approved');
    await bob.sees(/Move the leader to the other healthy member · done/);
    expect(alice.heard().filter(text => text.startsWith('✔️ Approved'))).toHaveLength(1);
    expect(effects().filter(what => what === 'move-leader')).toHaveLength(1);
    expect(bob.seesNow(/⚠️ 3\/9 Move the leader/)).toEqual([]);
  },
);

storyOfTwo(
  '8. kill -9 while the VM is recreated: the other process follows the task that runs, nothing is run again, and what was asked before still counts',
  { timings: { createVm: 3 } },
  async ({ recovers, alice, bob, effects, dies, killed, ended }) => {
    const first = await recovers();
    dies(/^after asked recreate/);
    await alice.clicks(first, 'approve');
    const ask = await alice.isAsked('Recreate this one VM');
    dies(/^during run recreate/);
    await alice.clicks(ask, 'approve');
    await bob.sees(/Recreate this one VM .* · done/);
    await ended();
    await bob.sees('Summary: healed');
    expect(killed).toHaveLength(2);
    expect(effects().filter(what => what === 'recreate')).toHaveLength(1);
    expect(alice.seesNow('Nobody can tell')).toEqual([]);
  },
);

storyOfTwo(
  '21. Two processes with one token take half of the clicks each: every one is answered, and counts for the run whichever of them drives it',
  {},
  async ({ recovers, alice, bob, approvesAll, ended, slack, until }) => {
    await recovers();
    approvesAll();
    await ended();
    await bob.sees('Summary: healed');
    const clicks = () => slack.wires().filter(({ what }) => what === 'interactive');
    await until(() => clicks().every(({ answer }) => JSON.stringify(answer)?.includes('acked')));
    await until(() => alice.heard().length >= 2);
  },
);
