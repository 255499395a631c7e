import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { createSlackApp, type Slack } from '../../../src/adapters/slack/app.ts';
import { systemClock } from '../../../src/adapters/system-clock.ts';
import { keepConnected } from '../../../src/app/connect-slack.ts';
import { pagedLoss, watchSocket } from '../../../src/app/socket-watch.ts';
import type { PagerCall } from '../../../src/ports/pager.ts';
import { aWorkspace } from '../../support/slack-world.ts';

let [workspace, slack] = [undefined as unknown as Workspace, undefined as unknown as Slack];
let lines: string[] = [];
let lost: string[] = [];
let watch: { stop(): void } | null = null;
beforeEach(async () => {
  [lines, lost, watch] = [[], [], null];
  workspace = await aWorkspace();
  const { botToken, appToken, apiUrl } = workspace;
  slack = createSlackApp({ mode: 'socket', botToken, appToken, apiUrl, log: () => {} });
  slack.app.command('/pks', async ({ ack }) => ack('here'));
});
afterEach(async () => {
  watch?.stop();
  await slack.stop();
  await workspace.close();
});

/** A handshake that never comes is waited for eight seconds, so who is to be mended is not given up earlier. */
const watched = (giveUpMs = 60_000) => {
  watch = watchSocket({
    slack,
    clock: systemClock,
    log: line => void lines.push(line),
    onLost: (why, final) => void lost.push(`${final} ${why}`),
    pace: { lookMs: 50, noticeMs: 500, giveUpMs, firstMs: 50, longestMs: 400 },
  });
};
const answers = () =>
  expect.poll(async () => (await workspace.as(workspace.ids.onCall).slash('/pks')).message?.text, {
    timeout: 25_000,
  });

test.each(['no-handshake', 'no-hello', 'too-many'] as const)(
  'F7: %s on a reconnect is noticed, said, and mended by a new client',
  async fault => {
    await slack.start();
    watched();
    workspace.faults.socket(fault, 2);
    workspace.cutSockets();
    await answers().toBe('here');
    expect(lines.filter(line => line.startsWith('no connection to Slack for'))).not.toEqual([]);
    expect(lost).toEqual([]);
  },
  40_000,
);

test('F7: a socket whose pings nobody answers is left by itself', async () => {
  await slack.start();
  watched();
  workspace.faults.socketsNow('no-pong');
  await expect.poll(() => slack.socket.lostMs(), { timeout: 10_000 }).toBeGreaterThan(0);
  workspace.faults.socket(null);
  await answers().toBe('here');
}, 40_000);

test('F7: a dead token ends the bot with its reason, told by the pager first', async () => {
  await slack.start();
  const pages: PagerCall[] = [];
  const pager = { trigger: async (page: PagerCall) => void pages.push(page), resolve: async () => {} };
  const ended: string[] = [];
  const ends = { resolve: () => {}, never: (why: string) => void ended.push(why) };
  watch = watchSocket({
    slack,
    clock: systemClock,
    log: () => {},
    onLost: pagedLoss(pager, () => {}, ends),
    pace: { lookMs: 50, noticeMs: 300, firstMs: 50 },
  });
  workspace.faults.revoke('app');
  workspace.disconnect('link_disabled');
  await expect.poll(() => ended, { timeout: 20_000 }).toEqual([expect.stringContaining('invalid_auth')]);
  expect(pages).toMatchObject([
    { key: 'slack-connection', summary: expect.stringContaining('takes no clicks') },
  ]);
}, 40_000);

test('F7: where Slack answers and gives no connection another process has to try', async () => {
  await slack.start();
  watched(1_500);
  workspace.faults.fail('apps.connections.open', { error: 'internal_error' }, { times: 999 });
  workspace.cutSockets();
  await expect.poll(() => lost, { timeout: 30_000 }).toEqual([expect.stringMatching(/^false Slack answers/)]);
}, 40_000);

test('F6: what the SDK rejects with after a socket without hello does not end the bot', () => {
  const connection = keepConnected(
    { ...slack, start: async () => {}, reconnect: async () => {} },
    systemClock,
    () => {},
  );
  expect(connection.survives(undefined)).toBe(true);
  const odd = Object.assign(new TypeError('x'), { stack: 'at node_modules/@slack/socket-mode/dist/a.js' });
  expect(connection.survives(odd)).toBe(true);
  expect(connection.survives(new TypeError('of our own'))).toBe(false);
  connection.stop();
});

test('F6: a socket without hello and then 503 for a while goes on', async () => {
  await slack.start();
  watched();
  workspace.faults.socket('no-hello', 1);
  workspace.faults.fail('apps.connections.open', { status: 503 }, { times: 3 });
  workspace.cutSockets();
  await answers().toBe('here');
}, 40_000);
