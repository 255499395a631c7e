import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { startWorkspace } from '../../drill/slack/workspace.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { heartbeatOf } from '../../src/app/heartbeat.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A store's small memory, shared by the bots on it. */
const aMemory = () => {
  const kept = new Map<string, unknown>();
  return {
    recall: async (key: string) => kept.get(key),
    remember: async (key: string, value: unknown) => void kept.set(key, value),
    now: async () => systemClock.now(),
  };
};

/** The app's manifest with the event that brings edits back, or as it is. */
const aWorkspace = async (subscribed: boolean) => {
  const manifest = JSON.parse(readFileSync('slack-manifest.json', 'utf8'));
  if (subscribed) manifest.settings.event_subscriptions.bot_events.push('message.channels');
  const workspace = await startWorkspace({ manifest, rates: false, eventRetryMs: [] });
  open.push(workspace.close);
  return workspace;
};

const beating = async (
  workspace: Awaited<ReturnType<typeof aWorkspace>>,
  journal = aMemory(),
  beatMs = 800,
) => {
  const [lines, lost]: [string[], string[]] = [[], []];
  const log = (line: string) => void lines.push(line);
  const { botToken, appToken, apiUrl } = workspace;
  const slack = createSlackApp({ mode: 'socket', botToken, appToken, apiUrl, log: () => {} });
  open.push(slack.stop);
  await slack.start();
  const heart = heartbeatOf(
    { HEARTBEAT_CHANNEL: workspace.channel, SLACK_MODE: 'socket', CARD_LANGUAGE: 'en' },
    { slack, journal, clock: systemClock, log, onLost: why => void lost.push(why), beatMs },
  );
  open.push(() => heart?.stop());
  const isHeard = () => expect.poll(() => heart?.heardMs() ?? null, { timeout: 20_000 }).not.toBeNull();
  const isAnew = () => expect.poll(() => lines.join(), { timeout: 20_000 }).toContain('new client');
  return { lines, lost, heart, isHeard, isAnew };
};

test('a connection that answers pings and brings nothing is given up for a new client, and nothing else is lost', async () => {
  const workspace = await aWorkspace(true);
  const { lines, lost, heart, isHeard, isAnew } = await beating(workspace);
  await isHeard();
  workspace.faults.socketsNow('deaf');
  await isAnew();
  workspace.faults.socketsNow(null);
  await expect.poll(() => heart?.heardMs() ?? 9_999, { timeout: 20_000 }).toBeLessThan(800);
  expect([lines, lost]).toEqual([[expect.stringContaining('2 heartbeats did not come back')], []]);
  expect(workspace.messages().filter(({ text }) => text.includes('💓'))).toHaveLength(1);
}, 40_000);

test('where not even a new client brings anything, the process ends with its reason', async () => {
  const workspace = await aWorkspace(true);
  const { lost, isHeard } = await beating(workspace);
  await isHeard();
  workspace.faults.socketsNow('deaf');
  await expect
    .poll(() => lost, { timeout: 20_000 })
    .toEqual([expect.stringContaining('not through a new client either')]);
}, 40_000);

/** So many more beats, told by the edits of the message. */
const beats = (workspace: Awaited<ReturnType<typeof aWorkspace>>, many: number) => {
  const edits = () => workspace.wires().filter(({ what }) => what === 'chat.update').length;
  const from = edits();
  return expect.poll(edits, { timeout: 20_000 }).toBeGreaterThan(from + many);
};

test('while no event is subscribed nothing is missed: that no heartbeat comes back says nothing of the connection', async () => {
  const workspace = await aWorkspace(false);
  const { lines, lost, heart } = await beating(workspace, undefined, 50);
  await beats(workspace, 8);
  expect([lines, lost, heart?.heardMs()]).toEqual([[], [], null]);
}, 40_000);

test('what another bot of the store heard is not missed, and both edit one message', async () => {
  const [workspace, journal] = [await aWorkspace(true), aMemory()];
  const first = await beating(workspace, journal);
  await first.isHeard();
  const second = await beating(workspace, journal);
  await second.isHeard();
  await beats(workspace, 8);
  expect([first.lines, first.lost, second.lines, second.lost]).toEqual([[], [], [], []]);
  expect(workspace.messages().filter(({ text }) => text.includes('💓'))).toHaveLength(1);
}, 40_000);

test('a heartbeat that somebody deleted is posted again and goes on', async () => {
  const workspace = await aWorkspace(true);
  const { lines, isHeard, heart } = await beating(workspace);
  await isHeard();
  const message = workspace.messages().find(({ text }) => text.includes('💓'));
  workspace.faults.deleteMessage(message?.ts ?? '');
  await workspace.waitFor(
    () => workspace.messages().find(({ text, ts }) => text.includes('💓') && ts !== message?.ts),
    20_000,
  );
  await expect.poll(() => heart?.heardMs() ?? 9_999, { timeout: 20_000 }).toBeLessThan(800);
  expect(lines).toEqual([]);
}, 40_000);
