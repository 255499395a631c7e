import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { createSlackApp } from '../../../src/adapters/slack/app.ts';
import { createPlaces } from '../../../src/adapters/slack/places.ts';
import { systemClock } from '../../../src/adapters/system-clock.ts';
import { jihun } from '../../support/a-run.ts';
import { aWorkspace } from '../../support/slack-world.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await aWorkspace();
});
afterEach(() => workspace.close());

const places = (runChannels: readonly string[] | null = null) => {
  const { botToken, appToken, apiUrl, ids } = workspace;
  const { web } = createSlackApp({ mode: 'socket', botToken, appToken, apiUrl, log: () => {} });
  const approvers = async () => [ids.approver1, ids.approver2, ids.onCall];
  return createPlaces({ web, clock: systemClock, runChannels, approvers });
};
const why = async (channel: string, runChannels: readonly string[] | null = null) =>
  (await places(runChannels).whyNoRun(channel))?.en;

test('a run starts where the bot is, and only there: not where it was put out, not in an archive', async () => {
  const { channel, faults, ids } = workspace;
  expect(await why(channel)).toBeUndefined();
  faults.archiveChannel(true);
  expect(await why(channel)).toMatch(/is archived/);
  faults.archiveChannel(false);
  faults.removeFromChannel(ids.bot);
  expect(await why(channel)).toMatch(/is not in this channel/);
});

test('RUN_CHANNELS names the only ones, and another one is told which', async () => {
  const { channel } = workspace;
  expect(await why(channel, [channel])).toBeUndefined();
  expect(await why(channel, ['C0OTHER'])).toMatch(/^Runs start in C0OTHER only/);
});

test('a direct message, several people’s one, a shared channel and one that cannot be asked about carry no run', async () => {
  const { channel, faults } = workspace;
  expect(await why('D0SOMEBODY')).toMatch(/direct message/);
  faults.shareChannelExternally(true);
  expect(await why(channel)).toMatch(/shared with another organisation/);
  for (const error of ['missing_scope', 'internal_error']) {
    faults.fail('conversations.info', { error });
    expect(await why(channel)).toMatch(/Slack did not say who reads this channel/);
  }
});

test('a private channel carries a run where as many approvers are in it as the plan needs, the requester not counted', async () => {
  const { faults, ids } = workspace;
  const room = faults.openChannel({
    name: 'war-room',
    isPrivate: true,
    members: [ids.bot, ids.onCall, ids.approver1],
  });
  expect(await places().runPlace(room, jihun, 1, 'dev-1')).toEqual({ ok: true, private: true });
  const two = await places().runPlace(room, jihun, 2, 'dev-1');
  expect(two).toMatchObject({
    ok: false,
    words: { en: expect.stringMatching(/1 of the approvers .* needs 2/) },
  });
  faults.addToChannel(ids.approver2, room);
  expect(await places().runPlace(room, jihun, 2, 'dev-1')).toEqual({ ok: true, private: true });
  faults.fail('conversations.members', { error: 'internal_error' });
  expect(await places().runPlace(room, jihun, 2, 'dev-1')).toMatchObject({ ok: false });
  expect(await places().runPlace(workspace.channel, jihun, 2, 'dev-1')).toEqual({ ok: true, private: false });
});
