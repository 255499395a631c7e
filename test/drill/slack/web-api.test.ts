import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../../drill/slack/json.ts';
import { objectOf } from '../../../drill/slack/json.ts';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { startWorkspace } from '../../../drill/slack/workspace.ts';

let workspace: Workspace;
let now = 1_596_530_000_000;
const manifest: Json = {
  oauth_config: { scopes: { bot: ['chat:write', 'users:read', 'channels:history'] } },
};

beforeEach(async () => {
  workspace = await startWorkspace({ manifest, now: () => now });
});
afterEach(() => workspace.close());

const call = async (method: string, args: Json, token = workspace.botToken): Promise<Json> => {
  const response = await fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
  expect(response.status).toBe(200);
  return objectOf(await response.json());
};
const post = (more: Json = {}) =>
  call('chat.postMessage', { channel: workspace.channel, text: 'x', ...more });

describe('the Web API says no as Slack does', () => {
  test('to an unknown method, to no token, to a wrong one and to the wrong kind', async () => {
    expect(await call('chat.shout', {})).toMatchObject({ ok: false, error: 'unknown_method' });
    expect(await call('auth.test', {}, 'xoxb-other')).toMatchObject({ error: 'invalid_auth' });
    expect(await call('apps.connections.open', {})).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call('auth.test', {}, workspace.appToken)).toMatchObject({
      error: 'not_allowed_token_type',
    });
    const bare = await fetch(`${workspace.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toMatchObject({ ok: false, error: 'not_authed' });
  });

  test('and names the scope that the manifest does not ask for', async () => {
    expect(await call('pins.add', { channel: workspace.channel, timestamp: '1.2' })).toMatchObject({
      error: 'missing_scope',
      needed: 'pins:write',
      provided: 'chat:write,users:read,channels:history',
    });
  });

  test('where the bot may not write: unknown, archived, not a member', async () => {
    expect(await post({ channel: 'C0NOWHERE' })).toMatchObject({ error: 'channel_not_found' });
    const { ts } = await post();
    workspace.faults.archiveChannel(true);
    expect(await post()).toMatchObject({ error: 'is_archived' });
    expect(await call('chat.update', { channel: workspace.channel, ts, text: 'y' })).toMatchObject({
      error: 'is_inactive',
    });
    workspace.faults.archiveChannel(false);
    workspace.faults.removeFromChannel(workspace.ids.bot);
    expect(await post()).toMatchObject({ error: 'not_in_channel' });
  });

  test('to a message that is empty, too long or made of wrong blocks', async () => {
    expect(await post({ text: '' })).toMatchObject({ error: 'no_text' });
    expect(await post({ text: 'x'.repeat(40_001) })).toMatchObject({ error: 'msg_too_long' });
    expect(await post({ blocks: 'not json' })).toMatchObject({ error: 'invalid_blocks_format' });
    const long = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2900) } };
    expect(await post({ blocks: [long, long, long, long] })).toMatchObject({ error: 'msg_blocks_too_long' });
    expect(await post({ blocks: [{ type: 'header' }] })).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: { messages: ['[ERROR] missing required field: text [json-pointer:/blocks/0]'] },
    });
    const { ts } = await post();
    const update = { channel: workspace.channel, ts, text: 'x'.repeat(4001) };
    expect(await call('chat.update', update)).toMatchObject({ error: 'msg_too_long' });
  });

  test("to editing a person's message, an ephemeral one, and one that is not there", async () => {
    const update = (ts: unknown) => call('chat.update', { channel: workspace.channel, ts, text: 'y' });
    const said = workspace.as(workspace.ids.bystander).say('hello');
    expect(await update(said.ts)).toMatchObject({ error: 'cant_update_message' });
    const user = workspace.ids.bystander;
    const { message_ts } = await call('chat.postEphemeral', {
      channel: workspace.channel,
      user,
      text: 'psst',
    });
    expect(await update(message_ts)).toMatchObject({ error: 'message_not_found' });
    expect(await update('1.000001')).toMatchObject({ error: 'message_not_found' });
  });

  test('about people and groups that it does not know', async () => {
    expect(await call('users.info', { user: 'U0NOBODY' })).toMatchObject({ error: 'user_not_found' });
  });
});

describe('the Web API answers as Slack does', () => {
  test('takes forms and query arguments as well as JSON', async () => {
    const response = await fetch(`${workspace.apiUrl}chat.postMessage?text=from%20a%20query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.botToken}` },
      body: new URLSearchParams({ channel: workspace.channel, blocks: '[{"type":"divider"}]' }),
    });
    expect(await response.json()).toMatchObject({
      ok: true,
      message: { text: 'from a query', bot_id: 'B0PKSBOT', bot_profile: { name: 'pks-rescue' } },
    });
    expect(workspace.messages()[0]?.blocks[0]?.block_id).toMatch(/^.{5}$/);
  });

  test('threads, counts replies, and keeps metadata for those who ask', async () => {
    const metadata = { event_type: 'pks_run', event_payload: { run: 'run-1' } };
    const { ts } = await post({ metadata });
    const reply = await post({ thread_ts: ts, text: 'one' });
    await post({ thread_ts: reply.ts, text: 'two' });
    const history = await call('conversations.history', { channel: workspace.channel });
    expect(history.messages).toHaveLength(1);
    expect(history).toMatchObject({ messages: [{ ts, reply_count: 2, thread_ts: ts }] });
    expect(history).not.toHaveProperty('messages.0.metadata');
    const replies = await call('conversations.replies', { channel: workspace.channel, ts });
    expect(replies).toMatchObject({ messages: [{ text: 'x' }, { text: 'one' }, { text: 'two' }] });
    expect(workspace.thread(String(ts)).map(message => message.text)).toEqual(['one', 'two']);
  });

  test('keeps blocks that an edit does not name, and says that it was edited', async () => {
    const { ts } = await post({ blocks: [{ type: 'divider' }] });
    const edited = await call('chat.update', { channel: workspace.channel, ts, text: 'y' });
    expect(edited).toMatchObject({ ok: true, ts, message: { text: 'y', blocks: [{ type: 'divider' }] } });
    expect(edited).toHaveProperty('message.edited.user', workspace.ids.bot);
  });

  test('pages with a cursor', async () => {
    for (const text of ['1', '2', '3']) await post({ text });
    const first = await call('conversations.history', { channel: workspace.channel, limit: 2 });
    expect(first).toMatchObject({ has_more: true, messages: [{ text: '3' }, { text: '2' }] });
    const cursor = objectOf(first.response_metadata).next_cursor;
    const second = await call('conversations.history', { channel: workspace.channel, limit: 2, cursor });
    expect(second).toMatchObject({ has_more: false, messages: [{ text: '1' }] });
  });

  test('says who is a guest, a stranger, deactivated, and in which language they read', async () => {
    const who = async (user: string) =>
      objectOf((await call('users.info', { user, include_locale: true })).user);
    expect(await who(workspace.ids.onCall)).toMatchObject({ locale: 'ko-KR', is_restricted: false });
    expect(await who(workspace.ids.guest)).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
    expect(await who(workspace.ids.partner)).toMatchObject({ is_stranger: true, team_id: 'T0PARTNER' });
    workspace.faults.deactivate(workspace.ids.approver2);
    expect(await who(workspace.ids.approver2)).toMatchObject({ deleted: true, locale: 'en-US' });
  });

  test('uses the clock it was given, and no timestamp twice', async () => {
    const first = await post();
    const second = await post();
    expect(first.ts).toBe('1596530000.000000');
    expect(second.ts).toBe('1596530000.000001');
    now += 1000;
    expect((await post()).ts).toBe('1596530001.000000');
  });
});

describe('a group', () => {
  test('is as large as it was last set, without the deactivated', async () => {
    const open = await startWorkspace();
    const users = async (): Promise<unknown> => {
      const response = await fetch(`${open.apiUrl}usergroups.users.list`, {
        method: 'POST',
        headers: { authorization: `Bearer ${open.botToken}` },
        body: new URLSearchParams({ usergroup: open.ids.approvers }),
      });
      return objectOf(await response.json()).users;
    };
    expect(await users()).toEqual(['U0APPROVER1', 'U0APPROVER2', 'U0ONCALL']);
    open.faults.deactivate('U0APPROVER2');
    open.faults.setGroup(open.ids.approvers, ['U0APPROVER2', 'U0ONCALL']);
    expect(await users()).toEqual(['U0ONCALL']);
    await open.close();
  });
});

describe('Slack being down', () => {
  test('answers 503 or breaks the connection until it is back', async () => {
    const attempt = () =>
      fetch(`${workspace.apiUrl}auth.test`, {
        method: 'POST',
        headers: { authorization: `Bearer ${workspace.botToken}` },
      }).then(
        response => response.status,
        () => 'broken',
      );
    workspace.faults.down('503');
    expect(await attempt()).toBe(503);
    workspace.faults.down('reset');
    expect(await attempt()).toBe('broken');
    workspace.faults.down(null);
    expect(await attempt()).toBe(200);
  });
});
