import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Json } from '../../../drill/slack/json.ts';
import { objectOf, textOf } from '../../../drill/slack/json.ts';
import { ids } from '../../../drill/slack/people/cast.ts';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { startWorkspace } from '../../../drill/slack/workspace.ts';

let workspace: Workspace;
let now = 1_596_530_000_000;
const bot = ['chat:write', 'channels:read', 'channels:history', 'users:read'];
const manifest: Json = {
  oauth_config: { scopes: { bot } },
  settings: { event_subscriptions: { bot_events: ['message.channels'] } },
};
beforeEach(async () => {
  workspace = await startWorkspace({ manifest, now: () => now });
});
afterEach(() => workspace.close());

const ask = (method: string, args: Json, token = workspace.botToken): Promise<Response> =>
  fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
const call = async (method: string, args: Json): Promise<Json> =>
  objectOf(await (await ask(method, args)).json());
const post = (more: Json = {}) => ask('chat.postMessage', { channel: workspace.channel, text: 'x', ...more });

describe('the box keeps Slack’s own limits', () => {
  test('a channel takes a burst of posts and then one a second', async () => {
    const statuses = [];
    for (let nth = 0; nth < 11; nth += 1) statuses.push((await post()).status);
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
    const late = await post();
    expect(late.headers.get('retry-after')).toBe('1');
    expect(await late.json()).toEqual({ ok: false, error: 'ratelimited' });
    now += 1000;
    expect((await post()).status).toBe(200);
  });

  test('a method of tier 3 is called fifty times a minute, and not in the way of another one', async () => {
    const { ts } = objectOf(await (await post()).json());
    const edit = () => ask('chat.update', { channel: workspace.channel, ts, text: 'y' });
    const statuses = await Promise.all(Array.from({ length: 60 }, async () => (await edit()).status));
    expect(statuses.filter(status => status === 429)).toHaveLength(10);
    expect((await post()).status).toBe(200);
  });
});

describe('any call can be made to fail', () => {
  test('with an error of its own, for such arguments alone, and so many times', async () => {
    workspace.faults.fail(
      'chat.postMessage',
      { error: 'restricted_action' },
      { only: args => args.text === 'no' },
    );
    expect(await call('chat.postMessage', { channel: workspace.channel, text: 'yes' })).toMatchObject({
      ok: true,
    });
    const no = { channel: workspace.channel, text: 'no' };
    expect(await call('chat.postMessage', no)).toMatchObject({ error: 'restricted_action' });
    expect(await call('chat.postMessage', no)).toMatchObject({ ok: true });
  });

  test('by never being answered, until it is mended', async () => {
    workspace.faults.fail('auth.test', { hangs: true }, { times: 9 });
    const given = fetch(`${workspace.apiUrl}auth.test`, { method: 'POST', signal: AbortSignal.timeout(200) });
    await expect(given).rejects.toThrow(/timeout/);
    workspace.faults.mend('auth.test');
    expect(await call('auth.test', {})).toMatchObject({ ok: true });
  });

  test('and a revoked token is refused everywhere', async () => {
    workspace.faults.revoke('bot');
    expect(await call('auth.test', {})).toMatchObject({ error: 'token_revoked' });
    workspace.faults.revoke('app');
    const opened = await ask('apps.connections.open', {}, workspace.appToken);
    expect(await opened.json()).toMatchObject({ error: 'invalid_auth' });
  });
});

test('a workspace without the newer blocks refuses them wherever they stand', async () => {
  workspace.faults.refuseBlocks('plan', 'container');
  const inside = {
    type: 'container',
    title: { type: 'plain_text', text: 't' },
    child_blocks: [{ type: 'divider' }],
  };
  const refused = await call('chat.postMessage', { channel: workspace.channel, blocks: [inside] });
  expect(refused).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] unsupported type: container [json-pointer:/blocks/0/type]'] },
  });
  expect(await call('blocks.validate', { blocks: JSON.stringify([inside]) })).toMatchObject({ ok: false });
  workspace.faults.refuseBlocks();
  expect(await call('chat.postMessage', { channel: workspace.channel, blocks: [inside] })).toMatchObject({
    ok: true,
  });
});

describe('scopes go by the kind of conversation', () => {
  test('another kind’s scope does not help', async () => {
    const room = workspace.faults.openChannel({
      name: 'secret',
      isPrivate: true,
      members: [workspace.ids.bot, workspace.ids.onCall],
    });
    expect(await call('conversations.info', { channel: workspace.channel })).toMatchObject({ ok: true });
    expect(await call('conversations.info', { channel: room })).toMatchObject({ needed: 'groups:read' });
    expect(await call('conversations.history', { channel: room })).toMatchObject({
      needed: 'groups:history',
    });
    const direct = objectOf(await (await post({ channel: workspace.ids.onCall })).json()).channel;
    expect(await call('conversations.info', { channel: direct })).toMatchObject({ needed: 'im:read' });
  });

  test('a private channel does not exist for a bot that is not in it', async () => {
    const room = workspace.faults.openChannel({ name: 'secret', isPrivate: true, members: [] });
    expect(await call('chat.postMessage', { channel: room, text: 'x' })).toMatchObject({
      error: 'channel_not_found',
    });
  });
});

describe('people are notified as Slack does it', () => {
  const rang = (user: string) =>
    workspace
      .as(user)
      .notifications()
      .map(({ why, text }) => `${why}: ${text}`);
  const { approver1, approver2, bystander, onCall } = ids;

  test('of a mention in a new message, by name or by group; never of an edit', async () => {
    const rich = (element: Json) => [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [element] }] },
    ];
    const { ts } = objectOf(
      await (await post({ text: 'one', blocks: rich({ type: 'user', user_id: approver1 }) })).json(),
    );
    const group = rich({ type: 'usergroup', usergroup_id: workspace.ids.approvers });
    await ask('chat.update', { channel: workspace.channel, ts, text: 'edited', blocks: group });
    expect(rang(approver2)).toEqual([]);
    await post({ text: 'two', blocks: group });
    expect(rang(approver1)).toEqual(['mention: one', 'group: two']);
    expect(rang(approver2)).toEqual(['group: two']);
    expect(rang(bystander)).toEqual([]);
  });

  test('of a thread only where they follow it, and not by its fallback text', async () => {
    const { ts } = objectOf(await (await post({ text: 'root' })).json());
    await post({ text: `<@${approver1}>`, blocks: [{ type: 'divider' }], thread_ts: ts });
    await post({ text: 'an ask', thread_ts: ts });
    expect(rang(approver1)).toEqual([]);
    workspace.as(approver2).say('looking', { threadTs: textOf(ts) });
    await post({ text: 'another', thread_ts: ts });
    expect(rang(approver2)).toEqual(['thread: another']);
  });

  test('of a direct message, and of nothing where they are no member', async () => {
    await post({ channel: approver1, text: 'psst' });
    expect(rang(approver1)).toEqual(['direct: psst']);
    workspace.faults.removeFromChannel(onCall);
    await post({ text: `<@${onCall}>` });
    expect(rang(onCall)).toEqual([]);
  });
});

describe('sockets go wrong as they do', () => {
  const dial = async () => {
    const opened = await ask('apps.connections.open', {}, workspace.appToken);
    const socket = new WebSocket(textOf(objectOf(await opened.json()).url));
    const heard: Json[] = [];
    socket.on('message', data => heard.push(objectOf(JSON.parse(String(data)))));
    socket.on('error', () => {});
    return { socket, heard };
  };
  const opens = (socket: WebSocket) => new Promise(resolve => socket.once('open', () => resolve('open')));
  const soon = () => new Promise(resolve => setTimeout(() => resolve('nothing'), 300));

  test('no handshake, no hello, no pong, sent away: each for as many connections as were asked for', async () => {
    workspace.faults.socket('no-handshake', 1);
    const first = await dial();
    expect(await Promise.race([opens(first.socket), soon()])).toBe('nothing');
    workspace.faults.socket('no-hello', 1);
    const second = await dial();
    await opens(second.socket);
    workspace.faults.socket('no-pong', 1);
    const third = await dial();
    await expect.poll(() => third.heard[0]?.type).toBe('hello');
    let pongs = 0;
    third.socket.on('pong', () => pongs++);
    third.socket.ping();
    const fourth = await dial();
    await opens(fourth.socket);
    fourth.socket.ping();
    await new Promise(resolve => fourth.socket.once('pong', resolve));
    expect([second.heard, pongs]).toEqual([[], 0]);
    workspace.faults.socket('too-many', 1);
    const fifth = await dial();
    await expect.poll(() => fifth.heard[0]).toMatchObject({ reason: 'too_many_websockets' });
  });

  test('TCP stays open after the goodbye where it is told to', async () => {
    workspace.faults.keepTcp(true);
    const { socket, heard } = await dial();
    await expect.poll(() => heard.length).toBe(1);
    let closed = false;
    socket.on('close', () => {
      closed = true;
    });
    workspace.disconnect('warning');
    await expect.poll(() => heard[1]?.type).toBe('disconnect');
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(closed).toBe(false);
  });

  test('an edit and an admin’s delete reach the app as events', async () => {
    const { socket, heard } = await dial();
    socket.on('message', data => {
      const { envelope_id } = objectOf(JSON.parse(String(data)));
      if (envelope_id) socket.send(JSON.stringify({ envelope_id }));
    });
    await expect.poll(() => heard.length).toBe(1);
    const { ts } = objectOf(await (await post()).json());
    await ask('chat.update', { channel: workspace.channel, ts, text: 'y' });
    workspace.faults.deleteMessage(textOf(ts));
    const events = () => heard.slice(1).map(each => objectOf(objectOf(each.payload).event));
    await expect.poll(() => events().length).toBe(3);
    expect(events()).toMatchObject([
      { type: 'message', text: 'x' },
      { subtype: 'message_changed', message: { text: 'y' } },
      { subtype: 'message_deleted', deleted_ts: ts },
    ]);
  });
});
