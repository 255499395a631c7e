import { afterEach, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { createSlackApp, type Slack } from '../../../src/adapters/slack/app.ts';
import { aWorkspace } from '../../support/slack-world.ts';

let workspace: Workspace;
let slack: Slack | null = null;
afterEach(async () => {
  await slack?.stop().catch(() => {});
  slack = null;
  await workspace.close();
});

const open = async (change: { botToken?: string } = {}) => {
  workspace = await aWorkspace();
  const lines: string[] = [];
  slack = createSlackApp({
    mode: 'socket',
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    apiUrl: workspace.apiUrl,
    log: line => void lines.push(line),
    ...change,
  });
  return { slack, lines };
};

describe('Bolt as this bot runs it', () => {
  test('a wrong token is a rejected start with Slack’s reason, not a dead process', async () => {
    const { slack } = await open({ botToken: 'xoxb-wrong' });
    await expect(slack.start()).rejects.toThrow(/invalid_auth|not_authed/);
  });

  test('one call is one call: nothing is retried behind our back, also not after the socket has connected', async () => {
    const { slack } = await open();
    await slack.start();
    workspace.faults.down('503');
    const began = Date.now();
    await expect(slack.web.chat.postMessage({ channel: workspace.channel, text: 'x' })).rejects.toThrow();
    expect(Date.now() - began).toBeLessThan(1000);
    workspace.faults.down(null);
    workspace.faults.rateLimit('chat.postMessage', 5, 1);
    const limited = slack.web.chat.postMessage({ channel: workspace.channel, text: 'x' });
    await expect(limited).rejects.toMatchObject({ retryAfter: 5 });
    expect(workspace.messages()).toEqual([]);
  });

  test('stops: its socket is closed, and it does not come back', async () => {
    const { slack } = await open();
    await slack.start();
    await workspace.waitFor(() => workspace.sockets() === 1);
    await slack.stop();
    await expect.poll(() => workspace.sockets()).toBe(0);
    await new Promise(resolve => setTimeout(resolve, 2500));
    expect(workspace.sockets()).toBe(0);
  });

  test('over HTTP takes what Slack has signed, refuses what it has not, and stops at once', async () => {
    workspace = await aWorkspace();
    const port = 20_000 + (process.pid % 20_000);
    slack = createSlackApp({
      mode: 'http',
      botToken: workspace.botToken,
      signingSecret: workspace.signingSecret,
      port,
      apiUrl: workspace.apiUrl,
      log: () => {},
    });
    const typed: string[] = [];
    slack.app.command('/pks', async ({ ack, body }) => {
      await ack();
      typed.push(body.text);
    });
    await slack.start();
    const url = `http://127.0.0.1:${port}/slack/events`;
    workspace.setRequestUrl(url);
    const answered = await workspace.as(workspace.ids.onCall).slash('/pks help');
    expect([answered.outcome, typed]).toEqual(['acked', ['help']]);
    const forged = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ command: '/pks', text: 'recover' }),
    });
    expect(forged.status).toBe(401);
    const began = Date.now();
    await slack.stop();
    slack = null;
    expect(Date.now() - began).toBeLessThan(1000);
  });

  test('comes back after a cut within some seconds', async () => {
    const { slack } = await open();
    await slack.start();
    workspace.cutSockets();
    await expect.poll(() => workspace.sockets()).toBe(1);
  });

  test('stopped while its client connects anew by itself, it leaves no failure that nobody can catch', async () => {
    const { slack } = await open();
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    await slack.start();
    workspace.faults.fail('apps.connections.open', { hangs: true }, { times: 9 });
    workspace.cutSockets();
    const asked = () => workspace.wires().filter(({ what }) => what === 'apps.connections.open');
    await expect.poll(asked).toHaveLength(2);
    await slack.stop();
    await workspace.close();
    await new Promise(resolve => setTimeout(resolve, 200));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });

  test('connects anew before it closes, at no moment without a connection, and what it took through the old one is answered', async () => {
    const { slack } = await open();
    const taken = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    slack.app.command('/pks', async ({ ack }) => {
      taken.resolve();
      await answer.promise;
      await ack();
    });
    const counts: number[] = [];
    slack.onHello(count => counts.push(count));
    await slack.start();
    const open_: number[] = [];
    const timer = setInterval(() => open_.push(workspace.sockets()), 1);
    const click = workspace.as(workspace.ids.onCall).slash('/pks help');
    await taken.promise;
    const again = slack.reconnect();
    await expect.poll(() => counts).toEqual([1, 2]);
    answer.resolve();
    expect((await click).outcome).toBe('acked');
    await again;
    await slack.reconnect();
    clearInterval(timer);
    expect(Math.min(...open_)).toBe(1);
    expect(Math.max(...open_)).toBe(2);
    await expect.poll(() => workspace.sockets()).toBe(1);
  });

  test('says why where Slack gives no new connection, and is there when Slack is', async () => {
    const { slack } = await open();
    await slack.start();
    workspace.faults.down('503');
    await expect(slack.reconnect()).rejects.toThrow();
    workspace.faults.down(null);
    await slack.reconnect();
    await expect.poll(() => workspace.sockets()).toBe(1);
  });
});
