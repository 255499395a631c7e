import { afterEach, describe, expect, test } from 'vitest';
import type { Desk } from '../../src/desk/desk-types.ts';
import { drawRun } from '../../src/messages/draw-run.ts';
import type { Drawn } from '../../src/messages/drawn.ts';
import { JournalTrouble } from '../../src/ports/journal.ts';
import { same } from '../../src/words.ts';
import { looked } from '../support/a-cluster.ts';
import { aDesk } from '../support/a-desk.ts';
import { aRun, asked } from '../support/a-run.ts';
import { withHandlers } from '../support/slack-world.ts';

let world: Awaited<ReturnType<typeof withHandlers>>;
afterEach(() => world.close());

const open = async (change: Partial<Desk> = {}, options: Parameters<typeof withHandlers>[1] = {}) => {
  const desk = aDesk(change);
  world = await withHandlers(desk, options);
  return { desk, ...world, me: world.workspace.as(world.workspace.ids.onCall) };
};

/** A card as the bot posts it, for somebody to click. */
const post = async (drawn: Pick<Drawn, 'text' | 'blocks'> | undefined) => {
  if (!drawn) throw new Error('nothing drawn');
  const { ts } = await world.slack.web.chat.postMessage({
    channel: world.workspace.channel,
    text: drawn.text,
    blocks: [...drawn.blocks],
  });
  return ts ?? '';
};
const asking = () => post(drawRun(aRun(asked('move-leader')), null, 'en').at(-1));

describe('/pks', () => {
  test('etcd-status says at once that it reads, and fills in the same message for everybody', async () => {
    const answer = Promise.withResolvers<ReturnType<typeof looked>>();
    const { desk, me, workspace } = await open({ look: () => answer.promise });
    await me.slash('/pks etcd-status dev-1');
    const reading = await workspace.waitFor(() =>
      workspace.messages().find(each => each.text.includes('reading dev-1')),
    );
    answer.resolve(looked());
    const filled = await workspace.waitFor(() =>
      workspace.messages().find(each => each.text.includes('raft log lost')),
    );
    expect(filled.ts).toBe(reading.ts);
    expect(workspace.messages()).toHaveLength(1);
    expect(desk.calls.recovers).toEqual([]);
  });

  test('shows what is known while slow sources are waited for, and the whole at the end', async () => {
    const { me, workspace } = await open({
      look: async (_cluster, onPartial) => {
        onPartial?.(looked({ complete: false }));
        return looked();
      },
    });
    await me.slash('/pks etcd-status');
    await workspace.waitFor(() => workspace.messages()[0]?.text.includes('raft log lost'));
  });

  test('recover asks the desk for a plan with who, where and which cure', async () => {
    const { desk, me, workspace, hears, shown } = await open();
    await me.slash('/pks recover dev-1 —route original');
    await hears(me.id, 'Run 7f3a is planned');
    expect(desk.calls.recovers).toEqual([
      {
        cluster: 'dev-1',
        cure: 'original',
        by: { team: 'T0RESCUE', id: me.id, name: 'jihun' },
        channel: workspace.channel,
      },
    ]);
    expect(shown).toEqual(['7f3a']);
  });

  test('the list of runs and one run shown link to their cards', async () => {
    const { me, hears } = await open();
    for (const [typed, part] of [
      ['/pks runs', 'Runs: 7f3a'],
      ['/pks run show 7f3a', 'dev-1'],
    ] as const) {
      await me.slash(typed);
      const told = await hears(me.id, part);
      expect(JSON.stringify(told.blocks)).toContain('archives/C0INCIDENT42/p7f3a');
    }
  });

  test('a refusal names the run that is in the way, to the one who asked alone', async () => {
    const words = { en: 'dev-1 is already being recovered by @alice since 03:12.', ko: '이미 진행 중' };
    const { me, workspace, hears } = await open({ recover: async () => ({ ok: false, words, run: 'abcd' }) });
    await me.slash('/pks recover');
    const told = await hears(me.id, 'already being recovered');
    expect(told.onlyFor).toBe(me.id);
    expect(JSON.stringify(told.blocks)).toContain('/pks run show abcd');
    expect(JSON.stringify(told.blocks)).toContain(
      '"url":"https://workspace.slack.com/archives/C0INCIDENT42/pabcd"',
    );
    expect(workspace.messages()).toEqual([]);
  });

  test('a verb that nobody knows is answered with the nearest one, and nothing runs', async () => {
    const { desk, me, hears } = await open();
    await me.slash('/pks recovr dev-1');
    const told = await hears(me.id, 'Did you mean /pks recover?');
    expect(told.onlyFor).toBe(me.id);
    expect(desk.calls.recovers).toEqual([]);
  });

  test('abort without a name takes the only living run; runs, run show, doctor and version answer', async () => {
    const { desk, me, hears } = await open();
    await me.slash('/pks abort');
    await hears(me.id, 'Abort noted.');
    expect(desk.calls.aborts).toMatchObject([{ run: '7f3a', via: 'slash' }]);
    await me.slash('/pks runs');
    await hears(me.id, 'Runs: 7f3a');
    await me.slash('/pks run show nope');
    await hears(me.id, 'There is no run nope');
    await me.slash('/pks doctor');
    await hears(me.id, 'All that was asked is well');
    await me.slash('/pks version');
    await hears(me.id, 'pks-rescue 0.1.0');
  });

  test('answers in Korean where the cards are Korean', async () => {
    const { me, hears } = await open({}, { locale: 'ko' });
    await me.slash('/pks 복구');
    await hears(me.id, '모르는 명령입니다');
  });
});

describe('in a channel of two languages', () => {
  test('each is answered in their own language, and what all read is in the bot’s', async () => {
    const { workspace, hears } = await open({}, { personal: true });
    const [jihun, alice] = [workspace.as(workspace.ids.onCall), workspace.as(workspace.ids.approver2)];
    await jihun.slash('/pks recovr');
    await hears(jihun.id, '모르는 명령입니다');
    await alice.slash('/pks recovr');
    await hears(alice.id, 'Did you mean /pks recover?');
    await jihun.slash('/pks etcd-status dev-1');
    await hears(alice.id, 'dev-1');
    const card = await hears(jihun.id, 'dev-1');
    expect(card.onlyFor).toBeNull();
    expect(card.text).not.toMatch(/[가-힣]/);
  });
});

describe('a button', () => {
  test('brings the answer to the desk with who Slack says it is, and tells that person alone', async () => {
    const { desk, workspace, hears, shown } = await open();
    const approver = workspace.as(workspace.ids.approver1);
    await approver.click(await asking(), 'pks_approve');
    const told = await hears(approver.id, 'Approved: 1 of 2.');
    expect(told.onlyFor).toBe(approver.id);
    expect(desk.calls.answers).toMatchObject([
      {
        run: '7f3a',
        step: 'move-leader',
        attempt: 1,
        answer: 'approve',
        via: 'button',
        by: { id: approver.id },
      },
    ]);
    expect(shown).toEqual(['7f3a']);
  });

  test('delivered twice acts once; a first delivery acts whatever its retry number', async () => {
    const { desk, workspace, hears } = await open();
    workspace.faults.nextEnvelope({ does: 'duplicate', kind: 'interactive' });
    const approver = workspace.as(workspace.ids.approver1);
    await approver.click(await asking(), 'pks_approve');
    await hears(approver.id, 'Approved: 1 of 2.');
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(desk.calls.answers).toHaveLength(1);
    await approver.click(await asking(), 'pks_approve');
    await workspace.waitFor(() => desk.calls.answers.length === 2);
  });

  test('is acked before the desk has answered', async () => {
    const written = Promise.withResolvers<void>();
    const { workspace, hears } = await open({
      answer: async () => {
        await written.promise;
        return { ok: false, words: { en: 'slow store', ko: '느린 저장소' } };
      },
    });
    const approver = workspace.as(workspace.ids.approver1);
    const answered = await approver.click(await asking(), 'pks_approve');
    expect(answered.outcome).toBe('acked');
    written.resolve();
    await hears(approver.id, 'slow store');
  });

  test('from an older state says why and repaints the card', async () => {
    const words = { en: 'This button is from an older state of the run.', ko: '이전 상태의 버튼입니다.' };
    const { workspace, hears, shown } = await open({ answer: async () => ({ ok: false, words }) });
    const approver = workspace.as(workspace.ids.approver1);
    await approver.click(await asking(), 'pks_approve');
    await hears(approver.id, 'older state');
    expect(shown).toEqual(['7f3a']);
  });

  test('whose handling breaks tells the person that it may have been taken all the same and where to see it, and the log why', async () => {
    const { workspace, hears, lines } = await open({
      answer: async () => {
        throw new Error('database is locked');
      },
    });
    const approver = workspace.as(workspace.ids.approver1);
    await approver.click(await asking(), 'pks_approve');
    const told = await hears(approver.id, 'may have been taken all the same: /pks runs');
    const reference = /\((E\w+)\)/.exec(told.text)?.[1] ?? 'none';
    expect(lines.find(line => line.startsWith(reference))).toContain('database is locked');
  });

  test('that the journal could not take says what is wrong with it and that the click may have been taken', async () => {
    const words = same('The journal’s disk is full; free some space there.');
    const { workspace, hears } = await open({
      answer: async () => {
        throw new JournalTrouble({ trouble: 'full', place: '/data', words });
      },
    });
    const approver = workspace.as(workspace.ids.approver1);
    await approver.click(await asking(), 'pks_approve');
    const told = await hears(approver.id, 'disk is full; free some space');
    expect(told.text).toContain('may have been taken');
    expect(told.text).not.toContain('Nothing was started');
  });

  test('that nobody knows, or with a value that this bot never wrote, is answered', async () => {
    const { desk, me, hears } = await open();
    const old = await post({
      text: 'old',
      blocks: [
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'pks_launch',
              text: { type: 'plain_text', text: 'Launch' },
              value: 'x',
            },
            {
              type: 'button',
              action_id: 'pks_approve',
              text: { type: 'plain_text', text: 'Approve' },
              value: 'run-1',
            },
          ],
        },
      ],
    });
    await me.click(old, 'pks_launch');
    await hears(me.id, 'I do not know this button');
    await me.click(old, 'pks_approve');
    await hears(me.id, 'can no longer read');
    expect(desk.calls.answers).toEqual([]);
  });

  test('Start recovery on a status card asks for exactly that cure; Read again fills in the same card', async () => {
    const { desk, me, workspace } = await open();
    await me.slash('/pks etcd-status');
    const card = await workspace.waitFor(() =>
      workspace.messages().find(each => each.text.includes('raft log lost')),
    );
    await me.click(card, 'pks_start:disk-loss-original');
    await workspace.waitFor(() => desk.calls.recovers.length === 1);
    expect(desk.calls.recovers[0]).toMatchObject({ cluster: 'dev-1', cure: 'disk-loss-original' });
    await me.click(card, 'pks_refresh');
    await workspace.waitFor(
      () => desk.calls.looks.length === 2 && workspace.message(card.ts)?.editedTs !== card.editedTs,
    );
    expect(workspace.messages()).toHaveLength(1);
  });

  test('of people who are not served reaches nobody', async () => {
    const refused: string[] = [];
    const { desk, workspace, hears } = await open({
      refused: async ({ by }, { en }) => void refused.push(`${by.id}: ${en}`),
    });
    const card = await asking();
    const guest = workspace.as(workspace.ids.guest);
    workspace.faults.addToChannel(guest.id);
    await guest.click(card, 'pks_approve');
    await hears(guest.id, 'only serves members');
    workspace.faults.shareChannelExternally(true);
    const approver = workspace.as(workspace.ids.approver1);
    await approver.click(card, 'pks_approve');
    expect(desk.calls.answers.map(each => each.by.id)).not.toContain(guest.id);
    // Nobody is turned away in silence.
    await expect.poll(() => refused[0]).toMatch(`${guest.id}: `);
  });
});

test('record says where the file is, how the bot is asked again, and tells nobody else', async () => {
  const { desk, me, hears } = await open();
  await me.slash('/pks record dev-1');
  const told = await hears(me.id, '/data/recordings/dev-1-20261122T105728.json on bot-1');
  expect(told?.text ?? '').toContain('npm run -s verdict -- --check');
  expect(desk.calls.looks).toEqual(['dev-1']);
});

describe('where the bot is no member of the channel', () => {
  test('the status is answered all the same, through the command itself', async () => {
    const { me, workspace } = await open();
    workspace.faults.removeFromChannel(workspace.ids.bot);
    await me.slash('/pks etcd-status');
    await workspace.waitFor(() => workspace.messages().find(each => each.text.includes('raft log lost')));
  });

  test.each(['recover', 'snapshot'])(
    '%s starts nothing that nobody could see, and says how to invite it',
    async verb => {
      const { desk, me, workspace, hears } = await open();
      workspace.faults.removeFromChannel(workspace.ids.bot);
      await me.slash(`/pks ${verb}`);
      await hears(me.id, 'Type /invite @pks-rescue');
      expect([...desk.calls.recovers, ...desk.calls.snapshots]).toEqual([]);
      workspace.faults.addToChannel(workspace.ids.bot);
      await me.slash('/pks recover');
      await hears(me.id, 'is planned');
    },
  );
});
