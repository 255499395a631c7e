import { expect } from 'vitest';
import { theWorld, type World } from '../../src/app/stores.ts';
import { pagerServer } from '../support/pager-server.ts';
import { story } from './stage.ts';

/** The minute between two heartbeats is a second, and so are the waits for a deleted ask and for a channel that takes nothing. */
const quick: World = {
  ...theWorld,
  clock: {
    ...theWorld.clock,
    sleep: (ms, signal) => theWorld.clock.sleep([40_000, 60_000].includes(ms) ? 1_000 : ms, signal),
  },
};

story(
  '13. The channel is archived in the middle of a step: it ends and is written down, no next one begins by itself, the approvers are told directly, and once the channel is back the run goes on there',
  { timings: { createVm: 4 }, world: quick },
  async ({ recovers, alice, bob, slack, run, until, ended, approvesAll }) => {
    await alice.clicks(await recovers(), 'approve');
    await alice.clicks(await alice.isAsked('Recreate this one VM'), 'approve');
    await bob.sees(/Recreate this one VM.*Running since/s);
    slack.faults.archiveChannel(true);
    await until(() =>
      alice.notifications().some(({ text }) => /channel is archived.*\/pks approve/s.test(text)),
    );
    const held = await until(async () => (await run())?.steps.find(({ asked }) => asked?.ask === 'stuck'));
    expect(held.asked?.why.en).toContain('Nobody can see what this run asks (the channel is archived');
    expect(held.began).toBeNull();
    const recreated = (await run())?.steps.find(({ planned }) => planned.id === 'recreate');
    expect(recreated?.settled?.outcome).toBe('done');
    slack.faults.archiveChannel(false);
    await alice.clicks(await alice.finds('again'), 'again');
    approvesAll();
    await ended();
    await bob.sees('Summary: healed');
  },
);

story(
  '13. Somebody deletes the message that carries Approve: it is back within a minute, and counts',
  { world: quick },
  async ({ recovers, alice, bob, slack, until, effects }) => {
    const ask = await recovers();
    slack.faults.deleteMessage(ask.ts);
    const again = await until(() => {
      const found = alice.seesNow('Move the leader').find(each => alice.offers(each, 'approve'));
      return found && found.ts !== ask.ts ? found : null;
    });
    await alice.clicks(again, 'approve');
    await bob.sees(/Move the leader to the other healthy member · done/);
    expect(effects().filter(what => what === 'move-leader')).toHaveLength(1);
  },
);

const pager = await pagerServer();
story(
  '20. A connection that answers pings and brings nothing: two heartbeats are missed, a new client takes clicks again; where that one is no use either the pager is called and the process gives up',
  {
    world: quick,
    events: ['message.groups'],
    env: ({ workspace: { faults, ids } }) => ({
      HEARTBEAT_CHANNEL: faults.openChannel({ name: 'pks-heartbeat', isPrivate: true, members: [ids.bot] }),
      PAGER_WEBHOOK_URL: pager.url,
      PAGER_WEBHOOK_SECRET: 'sixteen letters at least',
    }),
  },
  async ({ recovers, alice, slack, log, until, later }) => {
    later(pager.close);
    const ask = await recovers();
    const isHeard = async () => {
      await alice.types('/pks doctor');
      await alice.hears(/the last one came back \d+ s ago/);
    };
    const renewed = () => log.filter(line => line.includes('2 heartbeats did not come back')).length;
    const acked = () =>
      slack
        .wires()
        .filter(({ what, answer }) => what === 'events_api' && JSON.stringify(answer).includes('acked'))
        .length;
    await isHeard();
    slack.faults.socketsNow('deaf');
    await until(() => renewed() === 1);
    slack.faults.socketsNow(null);
    const before = acked();
    await until(() => acked() > before + 1);
    await alice.clicks(ask, 'approve');
    await alice.hears('Approved; the state is read once more');
    await isHeard();
    slack.faults.socketsNow('deaf');
    await until(() =>
      pager.received.some(({ body }) => body.includes('heartbeat in Slack does not come back')),
    );
    expect(renewed()).toBe(2);
  },
);
