import { expect, test } from 'vitest';
import { slackTroubleOf } from '../../src/adapters/slack/trouble.ts';
import { tellingDirectly } from '../../src/app/unreachable.ts';
import { aDesk } from '../support/a-desk.ts';
import { asked, entries, finished, started } from '../support/a-run.ts';
import { withHandlers } from '../support/slack-world.ts';

test.each([
  'restricted_action',
  'restricted_action_thread_locked',
  'restricted_action_read_only_channel',
  'is_archived',
  'not_in_channel',
])('%s blocks the channel until a person acts, in words that say what to do', code =>
  expect(slackTroubleOf({ data: { error: code } })).toMatchObject({
    is: 'blocked',
    words: { en: expect.stringMatching(/catch up by themselves/) },
  }),
);

test('where the channel takes nothing, who asked and who may answer are told directly where to answer; of a run that is over nobody is', async () => {
  const world = await withHandlers(aDesk());
  try {
    const { ids } = world.workspace;
    const tell = (...events: Parameters<typeof entries>[0]) =>
      tellingDirectly({
        journal: { read: async () => entries([started(), ...events]) },
        web: world.slack.web,
        approvers: async () => [ids.approver1, ids.onCall],
        locale: 'en',
        log: () => {},
      })('7f3a', { en: 'the channel is archived', ko: '보관됨' });
    const told = (user: string) =>
      world.workspace
        .as(user)
        .notifications()
        .filter(({ text }) => text.includes('/pks approve 7f3a')).length;
    await tell(asked('snapshot'));
    await world.workspace.waitFor(() => told(ids.approver1) === 1 && told(ids.onCall) === 1);
    await tell(finished());
    expect([told(ids.approver1), told(ids.onCall), told(ids.bystander)]).toEqual([1, 1, 0]);
  } finally {
    await world.close();
  }
});
