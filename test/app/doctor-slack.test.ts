import { afterEach, expect, test } from 'vitest';
import { slackSeen } from '../../src/app/doctor-slack.ts';
import { aDesk } from '../support/a-desk.ts';
import { withHandlers } from '../support/slack-world.ts';

let world: Awaited<ReturnType<typeof withHandlers>>;
afterEach(() => world.close());

const seenWith = async (
  config: { CHANNEL?: string; HEARTBEAT_CHANNEL?: string } = {},
  heardMs: () => number | null = () => null,
) => {
  const { slack, people, workspace } = world;
  const { answerers } = people;
  const seen = await slackSeen({
    slack,
    config: { CHANNEL: workspace.channel, ...config },
    answerers,
    heardMs,
  });
  return new Map(seen.map(each => [each.tool, each]));
};

test('doctor asks Slack itself: the connection, every scope, the channel, and whether there are enough people', async () => {
  world = await withHandlers(aDesk());
  const seen = await seenWith();
  for (const tool of ['Slack', 'scopes', 'CHANNEL', 'approvers'])
    expect(seen.get(tool), tool).toMatchObject({ version: '-' });
  expect(seen.get('HTTPS_PROXY')).toMatchObject({ needed: false });
});

test('a channel that cannot be read says so, and nothing is called good that was not asked', async () => {
  world = await withHandlers(aDesk());
  expect((await seenWith({ CHANNEL: 'C0NOWHERE' })).get('CHANNEL')).toMatchObject({
    version: null,
    words: { en: expect.stringContaining('channel_not_found') },
  });
});

test('the heartbeat is not needed, did not come back yet with what to do, came back, or has stopped coming back', async () => {
  world = await withHandlers(aDesk());
  const seen = async (channel: string | null, ms: number | null) =>
    (await seenWith(channel ? { HEARTBEAT_CHANNEL: channel } : {}, () => ms)).get('HEARTBEAT_CHANNEL');
  expect(await seen(null, null)).toMatchObject({ needed: false });
  expect((await seen('C0BEATS', null))?.words?.en).toContain('subscribe to message.groups');
  expect(await seen('C0BEATS', 41_000)).toMatchObject({
    version: '-',
    words: { en: 'the last one came back 41 s ago' },
  });
  expect(await seen('C0BEATS', 200_000)).toMatchObject({ version: null });
});
