import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { objectOf } from '../../../drill/slack/json.ts';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { startWorkspace } from '../../../drill/slack/workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await startWorkspace({ ackMs: 100, commands: [{ line: '/pks recover', hint: 'start' }] });
  workspace.setBanner('etcd: modelled');
});
afterEach(() => workspace.close());

const get = (path: string) => fetch(new URL(path, workspace.url));

/** A request with headers that fetch would not let one choose. */
const status = (path: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(new URL(path, workspace.url), { headers }, answer => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });

const act = (as: string, what: object, headers: Record<string, string> = {}) =>
  fetch(new URL('/page/act', workspace.url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: workspace.url.slice(0, -1),
      ...headers,
    },
    body: JSON.stringify({ as, act: what }),
  });

/** The first events of somebody's stream, until `enough` says so. */
const listen = async (as: string, enough: (text: string) => boolean): Promise<string> => {
  const response = await get(`/page/stream?as=${as}`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (enough(text)) break;
  }
  return text;
};

test('the page is served with a policy that lets nothing in from elsewhere', async () => {
  const response = await get('/');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  expect(await response.text()).not.toMatch(/(src|href)="https?:/);
});

test('every module of the page is JavaScript in the browser', async () => {
  const seen = new Set<string>();
  const follow = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const response = await get(path);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get('content-type')).toContain('text/javascript');
    const imports = [...(await response.text()).matchAll(/from '(\.[^']+)'/g)];
    for (const [, name] of imports) await follow(new URL(name ?? '', new URL(path, workspace.url)).pathname);
  };
  await follow('/assets/page/main.ts');
  expect(seen.size).toBeGreaterThan(15);
});

test('the page’s server serves nothing but its own files', async () => {
  for (const path of [
    '/assets/workspace.ts',
    '/assets/page/../workspace.ts',
    '/assets/page/%2e%2e/faults.ts',
    '/package.json',
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
});

test('the page’s server answers loopback names only, so that no page elsewhere can reach it', async () => {
  const { port, host } = new URL(workspace.url);
  expect(await status('/', { host })).toBe(200);
  expect(await status('/', { host: `localhost:${port}` })).toBe(200);
  expect(await status('/', { host: `evil.example:${port}` })).toBe(403);
  expect(await status('/api/auth.test', { host, origin: 'https://evil.example' })).toBe(403);
  expect((await act(workspace.ids.onCall, { do: 'home' }, { 'content-type': 'text/plain' })).status).toBe(
    400,
  );
});

test('a person is streamed what they see and nobody else’s private answers', async () => {
  workspace.as(workspace.ids.bystander).say('anyone?');
  await workspace.as(workspace.ids.onCall).slash('/pks recover');
  const mine = await listen(workspace.ids.onCall, text => text.includes('\n\n'));
  expect(mine).toContain('dispatch_failed');
  expect(mine).toContain('etcd: modelled');
  expect(mine).toContain('/pks recover');
  const theirs = await listen(workspace.ids.bystander, text => text.includes('\n\n'));
  expect(theirs).toContain('anyone?');
  expect(theirs).not.toContain('dispatch_failed');
});

test('what happens later is streamed, and what is said on the page', async () => {
  const heard = listen(workspace.ids.approver1, text => text.includes('여기 봐주세요'));
  const said = { do: 'say', channel: workspace.channel, text: '여기 봐주세요', threadTs: null };
  const response = await act(workspace.ids.onCall, said);
  expect(await response.json()).toEqual({ outcome: 'acked', shown: null, errors: {} });
  expect(await heard).toContain('"kind":"message"');
});

test('a typed command is sent as the person who typed it, and the page says what came of it', async () => {
  const line = { do: 'slash', channel: workspace.channel, line: '/pks recover', thread: false };
  const answer = objectOf(await (await act(workspace.ids.approver1, line)).json());
  expect(answer.outcome).toBe('dispatch_failed');
  expect(workspace.as(workspace.ids.approver1).messages().at(-1)?.text).toContain('dispatch_failed');
});

test('a slash command inside a thread is not taken, as Slack does not take it', async () => {
  const line = { do: 'slash', channel: workspace.channel, line: '/pks recover', thread: true };
  await act(workspace.ids.onCall, line);
  expect(workspace.as(workspace.ids.onCall).messages().at(-1)?.text).toBe(
    '/pks is not supported in threads. Sorry!',
  );
});

test('a button is found by what it is after a hundred edits gave its block other ids, and one that is gone is said to be', async () => {
  const api = (method: string, body: object) =>
    fetch(`${workspace.apiUrl}${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${workspace.botToken}` },
      body: JSON.stringify({ channel: workspace.channel, text: 'card', ...body }),
    });
  const button = (value: string) => ({
    type: 'actions',
    elements: [{ type: 'button', action_id: 'approve', value, text: { type: 'plain_text', text: value } }],
  });
  await api('chat.postMessage', { blocks: [button('one'), button('two')] });
  const [first] = workspace.messages();
  const ts = first?.ts ?? '';
  for (let nth = 0; nth < 30; nth += 1)
    await api('chat.update', { ts, blocks: [button('one'), button('two')] });
  const click = {
    do: 'click',
    target: ts,
    actionId: 'approve',
    blockId: first?.blocks[1]?.block_id,
    put: {},
  };
  await act(workspace.ids.onCall, { ...click, value: 'two' });
  expect(workspace.wires().at(-1)?.sent).toMatchObject({ payload: { actions: [{ value: 'two' }] } });
  const gone = await act(workspace.ids.onCall, { ...click, actionId: 'abort' });
  expect(await gone.json()).toMatchObject({ outcome: 'refused', shown: 'This button is gone.' });
});
