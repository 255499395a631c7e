import { afterEach, expect, test } from 'vitest';
import { slackSeen } from '../../src/app/doctor-slack.ts';
import { aDesk } from '../support/a-desk.ts';
import { withHandlers } from '../support/slack-world.ts';

let world: Awaited<ReturnType<typeof withHandlers>>;
afterEach(() => world.close());

const seenWith = async (config: { CHANNEL?: string } = {}) => {
  const { slack, people, workspace } = world;
  const { answerers } = people;
  const seen = await slackSeen({ slack, config: { CHANNEL: workspace.channel, ...config }, answerers });
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
