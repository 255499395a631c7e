import { expect } from 'vitest';
import { freePort } from '../../drill/jump-host/free-port.ts';
import { read } from './person.ts';
import { story } from './stage.ts';

story(
  '2. Approve and Abort at once: one of them is first, both people are told which, and the run ends once',
  {},
  async ({ recovers, alice, seoyeon, bob, effects, ended, until }) => {
    const ask = await recovers();
    await Promise.all([alice.clicks(ask, 'approve'), seoyeon.clicks(ask, 'abort')]);
    await seoyeon.hears('중단');
    await alice.hears(/Approved; the state is read once more|seoyeon aborted this run at/);
    const run = await ended();
    await bob.sees('Summary: aborted');
    const approved = run.steps.some(step => step.answers.length > 0);
    expect(effects().filter(what => what === 'move-leader').length).toBeLessThanOrEqual(approved ? 1 : 0);
    expect(bob.seesNow('Summary:')).toHaveLength(1);
    await until(() => alice.seesNow('Abort the run').length === 0);
  },
);

story(
  '3. Two of three have to approve: both count, the same person counts once, the requester never, and who is in two groups is one person',
  { env: () => ({ APPROVALS_CHANGE: '2', APPROVERS: 'U0APPROVER2,U0ONCALL' }) },
  async ({ recovers, jihun, alice, seoyeon, bob, effects }) => {
    const ask = await recovers();
    await jihun.clicks(ask, 'approve');
    await jihun.hears('본인이 요청한 복구는 직접 승인할 수 없습니다');
    await alice.clicks(ask, 'approve');
    await alice.hears('Approved: 1 of 2');
    await alice.clicks(ask, 'approve');
    await alice.hears('each person counts once');
    expect(effects()).not.toContain('move-leader');
    await seoyeon.clicks(ask, 'approve');
    await seoyeon.hears('승인되었습니다');
    const card = await bob.sees(/Move the leader to the other healthy member · done.*Approved by/s);
    expect(read(card)).toContain('Approved by <@U0APPROVER2>, <@U0APPROVER1>');
    expect(effects().filter(what => what === 'move-leader')).toHaveLength(1);

    // Both at the same moment: neither is lost.
    const next = await alice.isAsked('Recreate this one VM');
    await Promise.all([alice.clicks(next, 'approve'), seoyeon.clicks(next, 'approve')]);
    await bob.sees(/Recreate this one VM .*Approved by <@U0APPROVER\d>, <@U0APPROVER\d>/s);
  },
);

story(
  '4. A button on the card of a run that is over: its reason is told, the card shows the end, and nothing else happens',
  {},
  async ({ recovers, alice, bob, effects, ended, slack, journal, until }) => {
    const ask = await recovers();
    await bob.types('/pks abort');
    const { id } = await ended();
    await bob.sees('Summary: aborted');
    const before = effects();
    await alice.clicks(ask, 'approve');
    await alice.hears(
      new RegExp(`Run ${id} ended at [\\d:]+ UTC \\(aborted\\); nothing was done with this click`),
    );
    expect(effects()).toEqual(before);
    await until(() => !JSON.stringify(slack.message(ask.ts)?.blocks).includes('pks_approve'));
    const refused = await until(async () => (await journal().readLedger({ kind: 'refused' })).at(-1));
    expect(refused.event).toMatchObject({ run: id, answer: 'approve', by: { id: alice.id } });
  },
);

story(
  '6. Slack delivers a click again while its step runs: it is taken once, nobody is told twice, and it is counted',
  { env: async () => ({ STATUS_PORT: String(await freePort()) }) },
  async ({ recovers, alice, effects, slack, env }) => {
    const ask = await recovers();
    await alice.clicks(ask, 'approve');
    await alice.hears('Approved; the state is read once more');
    await slack.redeliver(1, 'timeout', 'interactive');
    await slack.redeliver(2, 'timeout', 'interactive');
    await alice.isAsked('Recreate this one VM');
    expect(effects().filter(what => what === 'move-leader')).toHaveLength(1);
    expect(alice.heard()).toEqual([expect.stringContaining('Approved; the state is read once more')]);
    const metrics = await fetch(`http://127.0.0.1:${env.STATUS_PORT}/metrics`);
    expect(await metrics.text()).toMatch(/redeliveries_total 2\b/);
  },
);

story(
  '17. Two cards in one thread: an answer to the second leaves the first as it is, and the other way round',
  {},
  async ({ recovers, alice, bob, effects, slack, until }) => {
    const first = await recovers();
    await alice.clicks(first, 'approve');
    const second = await alice.isAsked('Recreate this one VM');
    // The card of a step that is over gets its last edit after the next one is there.
    await until(() => slack.message(first.ts)?.text.includes('· done'));
    await alice.clicks(first, 'approve');
    await alice.hears('Move the leader to the other healthy member was already approved by you');
    expect(effects()).not.toContain('recreate');
    expect(JSON.stringify(slack.message(second.ts)?.blocks)).toContain('pks_approve');
    const shown = slack.message(first.ts)?.text;
    await alice.clicks(second, 'approve');
    await bob.sees(/Recreate this one VM .* · done/);
    expect(slack.message(first.ts)?.text).toBe(shown);
    expect(effects().filter(what => what === 'move-leader')).toHaveLength(1);
  },
);

story(
  '19. A click that comes before the bot waits for it is not lost',
  {},
  async ({ jihun, alice, slack, bob }) => {
    const clicked = new Set<string>();
    slack.onChange(change => {
      if (change.kind !== 'message' || change.message.onlyFor !== null || clicked.has(change.message.ts))
        return;
      if (!JSON.stringify(change.message.blocks).includes('"pks_approve"')) return;
      clicked.add(change.message.ts);
      // In the very moment in which it is posted, before the bot has even heard that it is.
      void alice.clicks(change.message, 'approve').catch(() => {});
    });
    await jihun.types('/pks recover --route gentle');
    await alice.hears('Approved; the state is read once more');
    await bob.sees('Summary: healed');
  },
);
