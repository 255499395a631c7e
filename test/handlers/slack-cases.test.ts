import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { looked } from '../support/a-cluster.ts';
import { aDesk } from '../support/a-desk.ts';
import { withHandlers } from '../support/slack-world.ts';

/** What was seen to go wrong between this bot and Slack, by the ids of test/fixtures/cases/slack/cases.json. */
let world: Awaited<ReturnType<typeof withHandlers>>;
afterEach(() => world?.close());
const texts = (user: string) =>
  world.workspace
    .as(user)
    .messages()
    .map(each => each.text);

test('F1: where plan, container and table are refused the status comes as plainer blocks, and is said so once', async () => {
  world = await withHandlers(aDesk());
  const { workspace } = world;
  workspace.faults.refuseBlocks('plan', 'container', 'table');
  const me = workspace.as(workspace.ids.onCall);
  await me.slash('/pks etcd-status dev-1');
  await world.hears(me.id, 'raft log lost');
  const card = me.messages().findLast(each => each.text.includes('raft log lost'));
  expect(card?.blocks.length).toBeGreaterThan(1);
  expect(JSON.stringify(card?.blocks)).toContain('pks_start');
  await me.slash('/pks etcd-status dev-1');
  await expect.poll(() => texts(me.id).filter(text => text.includes('raft log lost')).length).toBe(2);
  expect(world.lines.filter(line => line.startsWith('plainer'))).toHaveLength(1);
});

test('F2: a status whose last edit Slack puts off still reaches people', async () => {
  const desk = aDesk({
    look: async (_cluster, onPartial) => {
      onPartial?.(looked({ complete: false }));
      return looked();
    },
  });
  world = await withHandlers(desk);
  const { workspace } = world;
  workspace.faults.rateLimit('chat.update', 1, 1);
  const me = workspace.as(workspace.ids.onCall);
  await me.slash('/pks etcd-status dev-1');
  await workspace.waitFor(() => texts(me.id).find(text => /raft log lost/.test(text)), 8_000);
});

test('F2: a final status is never overtaken by the partial one that was on its way', async () => {
  const desk = aDesk({
    look: async (_cluster, onPartial) => {
      for (const _ of Array(5)) {
        onPartial?.(looked({ complete: false }));
        await sleep(30);
      }
      return looked();
    },
  });
  world = await withHandlers(desk);
  const { workspace } = world;
  workspace.faults.fail('chat.update', { status: 503 }, { times: 3 });
  const me = workspace.as(workspace.ids.onCall);
  await me.slash('/pks etcd-status dev-1');
  await workspace.waitFor(
    () => me.messages().find(each => JSON.stringify(each.blocks).includes('pks_start')),
    10_000,
  );
  await sleep(1500);
  expect(JSON.stringify(me.messages().at(-1)?.blocks)).toContain('pks_start');
});

test('F3: who cannot be told by response_url is told by an ephemeral message, also when that is put off', async () => {
  world = await withHandlers(aDesk());
  const { workspace } = world;
  workspace.faults.fail('response_url', { error: 'used_url' }, { times: 9 });
  workspace.faults.rateLimit('chat.postEphemeral', 1, 1);
  const me = workspace.as(workspace.ids.onCall);
  await me.slash('/pks version');
  await world.hears(me.id, 'pks-rescue 0.1.0');
});

test('F3: who cannot be told in the channel at all is told by a direct message', async () => {
  world = await withHandlers(aDesk());
  const { workspace } = world;
  workspace.faults.fail('response_url', { error: 'used_url' }, { times: 9 });
  workspace.faults.fail('chat.postEphemeral', { error: 'user_not_in_channel' }, { times: 9 });
  const me = workspace.as(workspace.ids.onCall);
  await me.slash('/pks version');
  await workspace.waitFor(() =>
    me.notifications().find(each => each.why === 'direct' && /pks-rescue/.test(each.text)),
  );
});

test('F3b: a response_url that never answers holds up nothing, and the person is told another way within ten seconds', async () => {
  const desk = aDesk();
  world = await withHandlers(desk);
  const { workspace } = world;
  workspace.faults.fail('response_url', { hangs: true }, { times: 99 });
  const me = workspace.as(workspace.ids.onCall);
  const asked = Date.now();
  await me.slash('/pks recover dev-1');
  await expect.poll(() => desk.calls.recovers.length).toBe(1);
  expect(Date.now() - asked).toBeLessThan(3_000);
  await workspace.waitFor(() => texts(me.id).find(text => text.includes('is planned')), 10_000);
});

test('F0: a channel of which Slack does not say who reads it gets nothing, and neither does a shared one', async () => {
  const desk = aDesk();
  world = await withHandlers(desk);
  const { workspace } = world;
  const me = workspace.as(workspace.ids.onCall);
  workspace.faults.shareChannelExternally(true);
  workspace.faults.rateLimit('conversations.info', 30, 2);
  await me.slash('/pks etcd-status');
  await world.hears(me.id, 'Slack did not say who reads this channel');
  await me.slash('/pks recover');
  await expect.poll(() => texts(me.id).filter(text => text.includes('did not say who reads')).length).toBe(2);
  await me.slash('/pks recover');
  await world.hears(me.id, 'shared with another organisation');
  expect([workspace.messages(), desk.calls.looks, desk.calls.recovers]).toEqual([[], [], []]);
});

test('F0: what stops something is not kept from anybody by what Slack does not say', async () => {
  const desk = aDesk();
  world = await withHandlers(desk);
  const { workspace } = world;
  workspace.faults.rateLimit('conversations.info', 30, 9);
  await workspace.as(workspace.ids.onCall).slash('/pks abort 7f3a');
  await expect.poll(() => desk.calls.aborts.length).toBe(1);
});

test('F4: no run starts in a direct message with the bot', async () => {
  const desk = aDesk();
  world = await withHandlers(desk);
  const { workspace } = world;
  const { channel } = await world.slack.web.chat.postMessage({
    channel: workspace.ids.onCall,
    text: 'hello',
  });
  const me = workspace.as(workspace.ids.onCall);
  for (const verb of ['recover', 'snapshot'])
    await me.slash(`/pks ${verb} dev-1`, { channel: channel ?? '' });
  await workspace.waitFor(
    () => me.messages(channel).filter(each => /No run starts in a direct message/.test(each.text))[1],
  );
  expect([desk.calls.recovers, desk.calls.snapshots]).toEqual([[], []]);
});
