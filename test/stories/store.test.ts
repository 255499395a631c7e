import { createHmac } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect } from 'vitest';
import { freePort } from '../../drill/jump-host/free-port.ts';
import { pks } from '../../src/cli/pks.ts';
import { aWorld } from '../support/a-world.ts';
import { read } from './person.ts';
import { story } from './stage.ts';

const slow = aWorld();
story(
  '7. A store that takes five seconds: every click is acked at once, what it was is told when it is written, and a form opens in time',
  { world: slow.world },
  async ({ recovers, alice, bob, slack, until }) => {
    const ask = await recovers();
    // Whatever the machine is busy with: nothing is written before the form is there.
    const shown = Promise.withResolvers<void>();
    Object.assign(slow.at, { slow: 5_000, held: shown.promise });
    const lag = monitorEventLoopDelay({ resolution: 10 });
    lag.enable();
    const answered = await alice.clicks(ask, 'approve');
    expect(answered.outcome).toBe('acked');
    await bob.types('/pks');
    await bob.form();
    expect(alice.heard()).toEqual([]);
    shown.resolve();
    await alice.hears('Approved; the state is read once more');
    slow.at.slow = 0;
    await until(() => JSON.stringify(bob.modal()?.content).includes('dev-1'));
    await alice.isAsked('Recreate this one VM');
    const acks = slack.wires().filter(({ what }) => what === 'interactive' || what === 'slash_commands');
    // Bot and Slack share this process: what both of them waited for the processor is no time of the bot's.
    expect(Math.max(...acks.map(({ ms }) => ms))).toBeLessThan(500 + (3 * lag.max) / 1e6);
  },
);

const skewed = aWorld();
story(
  '22. The host’s clock jumps by an hour, either way: no ask expires before its time or outlives it',
  { world: skewed.world, env: () => ({ APPROVAL_EXPIRES_MINUTES: '50' }) },
  async ({ recovers, alice, bob, effects }) => {
    const ask = await recovers();
    skewed.at.jump = 3_600_000;
    await alice.clicks(ask, 'approve');
    await alice.hears('Approved; the state is read once more');
    skewed.at.jump = -3_600_000;
    const next = await alice.isAsked('Recreate this one VM');
    await alice.clicks(next, 'approve');
    await bob.sees('Summary: healed');
    expect(bob.seesNow('expired')).toEqual([]);
    expect(effects()).toEqual(['snapshot', 'move-leader', 'recreate']);
  },
);

story(
  '22. Over HTTP a request that Slack signed six minutes ago is refused: it moves nothing, where the same one of now does',
  {
    env: async ({ workspace }) => ({
      SLACK_MODE: 'http',
      PORT: String(await freePort()),
      SLACK_SIGNING_SECRET: workspace.signingSecret,
    }),
  },
  async ({ bob, slack, run, env }) => {
    const url = `http://127.0.0.1:${env.PORT}/slack/events`;
    const send = async (minutesAgo: number) => {
      const at = Math.floor(Date.now() / 1000) - minutesAgo * 60;
      const typed = {
        command: '/pks',
        text: 'recover',
        user_id: bob.id,
        user_name: 'bob',
        team_id: 'T0RESCUE',
      };
      const body = String(
        new URLSearchParams({ ...typed, channel_id: slack.channel, trigger_id: `1.${at}.a` }),
      );
      const sign = createHmac('sha256', slack.signingSecret).update(`v0:${at}:${body}`).digest('hex');
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        connection: 'close',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${sign}`,
      };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    expect(await send(6)).toBe(401);
    expect([await run(), slack.messages(), bob.heard()]).toEqual([null, [], []]);
    expect(await send(0)).toBe(200);
    await bob.sees('etcd recovery · dev-1');
  },
);

const full = aWorld();
story(
  '25. The disk is full when an approval is given: nothing starts, who clicked is told so, and once there is room a click counts',
  { world: full.world },
  async ({ recovers, alice, bob, effects, journal }) => {
    const ask = await recovers();
    full.at.full = true;
    const before = effects();
    await alice.clicks(ask, 'approve');
    await alice.hears('disk is full');
    await bob.sees('disk is full');
    expect(alice.heard().join()).not.toContain('✔️');
    expect(effects()).toEqual(before);
    full.at.full = false;
    await journal().remember('somebody', 'writes');
    await bob.sees('works again');
    await alice.clicks(ask, 'approve');
    await alice.hears('Approved; the state is read once more');
    await alice.isAsked('Recreate this one VM');
    expect(effects().filter(what => what === 'move-leader')).toHaveLength(1);
  },
);

/** Half a minute that people see as an hour. */
const expiresMs = 15_000;
story(
  '18. An ask expires while somebody clicks: one of the two wins, and what was given before is lost or counts, never both',
  { env: () => ({ APPROVALS_CHANGE: '2', APPROVAL_EXPIRES_MINUTES: String(expiresMs / 60_000) }) },
  async ({ recovers, run, alice, seoyeon, bob, effects, until }) => {
    const ask = await recovers();
    await alice.clicks(ask, 'approve');
    await alice.hears('Approved: 1 of 2');
    const at = (await run())?.steps.find(({ planned }) => planned.id === 'move-leader')?.asked?.at ?? 0;
    await until(() => Date.now() >= at + expiresMs - 20);
    await seoyeon.clicks(ask, 'approve');
    const told = await seoyeon.hears(/승인되었습니다|만료/);
    if (told.text.includes('만료')) {
      await bob.sees('expired');
      expect(effects()).not.toContain('move-leader');
      await alice.clicks(await bob.finds('again'), 'again');
      const again = await alice.isAsked('Waiting for approval 0 of 2');
      expect(effects()).not.toContain('move-leader');
      await seoyeon.clicks(again, 'approve');
      await alice.clicks(again, 'approve');
    }
    await bob.sees(/Move the leader to the other healthy member · done/);
    expect(effects().filter(what => what === 'move-leader')).toHaveLength(1);
  },
);

story(
  '24. Button, slash command and the host’s command line refuse the same people in the same words, and take the same yes',
  { env: () => ({ HOST_PEOPLE: 'daemon=U0BYSTANDER,bin=U0APPROVER2' }) },
  async ({ recovers, bob, alice, run, env, effects, until }) => {
    const ask = await recovers(bob);
    const id = (await run())?.id ?? '';
    const host = (uid: string, ...args: readonly string[]) =>
      pks(args, { now: new Date(), lang: 'C', env: async () => ({ ...env, SUDO_UID: uid, SUDO_USER: 'x' }) });
    const no = 'You asked for this run, so your approval does not count. Ask somebody else of the approvers.';
    await bob.clicks(ask, 'approve');
    await bob.types(`/pks approve ${id}`);
    await bob.types(`/pks approve ${id} ABC123`);
    await until(() => bob.heard().filter(text => text === `🚫 ${no}`).length === 3);
    expect(JSON.stringify(await host('1', 'approve', id))).toContain(no);
    expect(effects()).not.toContain('move-leader');
    await alice.types(`/pks approve ${id}`);
    const shown = await alice.hears('/pks approve');
    expect(read(shown)).toContain('move-leader');
    const code = new RegExp(`/pks approve ${id} ([A-Z0-9]{6})`).exec(read(shown))?.[1];
    await alice.types(`/pks approve ${id} XXXXXX`);
    await alice.hears('That code is not the one for what is asked now');
    expect(effects()).not.toContain('move-leader');
    await alice.types(`/pks approve ${id} ${code}`);
    await alice.hears('Approved; the state is read once more');
    await alice.isAsked('Recreate this one VM');
    expect(effects().filter(what => what === 'move-leader')).toHaveLength(1);
    await bob.sees(/Move the leader .*done/s);
  },
);
