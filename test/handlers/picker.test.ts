import { afterEach, expect, test } from 'vitest';
import type { Desk } from '../../src/desk/desk-types.ts';
import { actionIds } from '../../src/messages/button-value.ts';
import { aDesk } from '../support/a-desk.ts';
import { aRun, asked, began, settled } from '../support/a-run.ts';
import { withHandlers } from '../support/slack-world.ts';

let world: Awaited<ReturnType<typeof withHandlers>>;
afterEach(() => world.close());

const open = async (change: Partial<Desk> = {}) => {
  const desk = aDesk(change);
  world = await withHandlers(desk);
  return { desk, ...world, me: world.workspace.as(world.workspace.ids.onCall) };
};
const bodyOf = (view: { content: unknown } | undefined) => JSON.stringify(view?.content ?? null);

test('/pks alone opens a form at once, with the clusters in it as soon as they are known', async () => {
  const names = Promise.withResolvers<Awaited<ReturnType<Desk['clusters']>>>();
  const { me, workspace } = await open({ clusters: () => names.promise });
  await me.slash('/pks');
  await workspace.waitFor(() => bodyOf(me.modal()).includes('Reading which clusters'));
  names.resolve({ ok: true, names: ['dev-1', 'prod-1'] });
  await workspace.waitFor(() => bodyOf(me.modal()).includes('prod-1'));
});

test('what is picked is what would have been typed, in the channel where it was asked for', async () => {
  const { desk, me, workspace, hears } = await open();
  await me.slash('/pks');
  const form = await workspace.waitFor(() => {
    const modal = me.modal();
    return bodyOf(modal).includes('"submit"') ? modal : undefined;
  });
  await me.submit(form, { cluster: 'dev-1', what: 'recover', cure: 'replace-member' });
  await hears(me.id, 'Run 7f3a is planned');
  expect(desk.calls.recovers).toMatchObject([
    { cluster: 'dev-1', cure: 'replace-member', by: { id: me.id }, channel: workspace.channel },
  ]);
});

test('where the Director does not say which clusters there are, the person hears why and the form stays usable', async () => {
  const { me, workspace, hears } = await open({
    clusters: async () => ({
      ok: false,
      words: { en: 'The Director is away.', ko: 'Director가 응답하지 않습니다.' },
    }),
  });
  await me.slash('/pks');
  await hears(me.id, 'The Director is away.');
  await workspace.waitFor(() => bodyOf(me.modal()).includes('"submit"'));
});

test('the App Home shows what waits with its buttons, the clusters and the runs, and is drawn anew after an answer', async () => {
  const waiting = aRun(began('snapshot'), settled('snapshot'), asked('move-leader'));
  const answered: string[] = [];
  const { me, workspace } = await open({
    runs: async () => (answered.length === 0 ? [waiting] : []),
    answer: async click => {
      answered.push(click.by.id);
      return {
        ok: true,
        words: { en: 'Approved: 1 of 1.', ko: '승인: 1명 중 1명.' },
        counted: 1,
        people: 1,
        cluster: 'dev-1',
      };
    },
  });
  const alice = workspace.as(workspace.ids.approver2);
  await alice.openHome();
  const home = await workspace.waitFor(() => alice.home());
  // Nobody approves what they can't read: the command and its risk stand above the button.
  const command = JSON.stringify(waiting.steps[1]?.asked?.line).slice(1, -1);
  for (const part of ['Waiting for an answer', 'pks_approve', 'dev-1', 'last seen', 'Risk: ', command])
    expect(bodyOf(home)).toContain(part);
  await alice.click(home, actionIds.approve);
  await workspace.waitFor(() => bodyOf(alice.home()).includes('Nothing waits for anybody'));
  expect(answered).toEqual([alice.id]);
  expect(me.home()).toBeUndefined();
});

test('a take-over is told first and a reason asked after it; what is typed reaches the desk with the person', async () => {
  const given: object[] = [];
  const { me, workspace, hears } = await open({
    reason: async reason => {
      given.push(reason);
      return { ok: true, words: { en: 'The reason is written down.', ko: '기록했습니다.' } };
    },
  });
  await me.slash('/pks takeover 7f3a');
  await hears(me.id, 'Taken over.');
  const form = await workspace.waitFor(() => me.modal());
  await me.submit(form, { reason: 'the shift\n changes' });
  await hears(me.id, 'The reason is written down.');
  expect(given).toMatchObject([
    { run: '7f3a', of: 'takeover', by: { id: me.id }, reason: 'the shift changes' },
  ]);
});
