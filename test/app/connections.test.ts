import { afterEach, expect, test } from 'vitest';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { type Counts, watchConnections } from '../../src/watch/connections.ts';
import { aWorkspace } from '../support/slack-world.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A bot's connection over real sockets, watched; looks come quickly here. */
const watched = async (phantoms: number, bots: () => number, looks = 4, countEvery = 1_000) => {
  let own = 1;
  const workspace = await aWorkspace();
  open.push(workspace.close);
  workspace.faults.phantomConnections(phantoms);
  const lines: string[] = [];
  const otherFences: Counts[] = [];
  const slack = createSlackApp({
    mode: 'socket',
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    apiUrl: workspace.apiUrl,
    log: () => {},
  });
  open.push(slack.stop);
  const watch = watchConnections({
    known: async () => bots() - 1 + own,
    reconnect: async () => {
      own = 2;
      await slack.reconnect().finally(() => {
        own = 1;
      });
    },
    countEvery,
    onStranger: counts => otherFences.push(counts),
    log: line => lines.push(line),
    lookMs: 20,
    looks,
  });
  open.push(async () => watch.stop());
  slack.onHello(watch.hello);
  await slack.start();
  return { workspace, otherFences, lines };
};
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const until = async (holds: () => boolean) => {
  for (let tries = 0; tries < 500 && !holds(); tries++) await pause(10);
  expect(holds()).toBe(true);
};

test('where there are more connections than bots, and still more after connecting anew, somebody else has the token', async () => {
  const { otherFences, lines } = await watched(1, () => 1);
  await until(() => otherFences.length > 0);
  expect(otherFences[0]).toEqual({ connections: 3, known: 2 });
  expect(lines).toHaveLength(1);
});

test('where there are as many connections as bots nobody else has the token', async () => {
  const { otherFences, lines } = await watched(1, () => 2);
  await pause(300);
  expect([otherFences, lines]).toEqual([[], []]);
});

test('a second bot that is counted within the minute is no stranger', async () => {
  let bots = 1;
  const { otherFences, lines } = await watched(1, () => bots, 20);
  await pause(60);
  bots = 2;
  await pause(600);
  expect([otherFences, lines]).toEqual([[], []]);
});

test('a connection that was counted and has gone since is no stranger: the bot connects anew before it believes it', async () => {
  const { otherFences, lines, workspace } = await watched(1, () => 1, 10);
  workspace.faults.phantomConnections(0);
  await until(() => lines.length === 1);
  await pause(300);
  expect(otherFences).toEqual([]);
  expect(workspace.sockets()).toBe(1);
});

test('a stranger who connects later is seen when the idle bot asks for a new count, and not before', async () => {
  const { otherFences, workspace } = await watched(0, () => 1, 4, 10);
  await pause(100);
  workspace.faults.phantomConnections(1);
  await until(() => otherFences.length > 0);
  expect(otherFences[0]?.connections).toBe(3);
});

test('asking for a new count again and again leaves one connection and accuses nobody', async () => {
  const { otherFences, lines, workspace } = await watched(0, () => 1, 4, 3);
  await pause(600);
  expect([otherFences, lines]).toEqual([[], []]);
  await until(() => workspace.sockets() === 1);
});
