import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../../../drill/slack/json.ts';
import { objectOf } from '../../../../drill/slack/json.ts';
import { startWorkspace, type Workspace } from '../../../../drill/slack/workspace.ts';
import { pythonWithSlack, script } from './foreign/python.ts';

/** What nobody here wrote talks to the box: slack_sdk and slack_bolt for Python. */
const manifest: Json = {
  oauth_config: {
    scopes: {
      bot: [
        'chat:write',
        'channels:read',
        'channels:history',
        'users:read',
        'files:write',
        'commands',
        'im:write',
      ],
    },
  },
  features: { slash_commands: [{ command: '/pks' }] },
  settings: { event_subscriptions: { bot_events: ['message.channels'] } },
};
let [python, workspace] = ['', undefined as unknown as Workspace];
beforeAll(async () => {
  python = await pythonWithSlack();
  workspace = await startWorkspace({ manifest });
}, 120_000);
afterAll(() => workspace?.close());

test('slack_sdk makes its calls, is refused as by Slack, and waits out the box’s rate limit', async () => {
  const { apiUrl, botToken, channel, ids } = workspace;
  const { stdout } = await promisify(execFile)(python, [
    script('calls.py'),
    apiUrl,
    botToken,
    channel,
    ids.onCall,
  ]);
  expect(JSON.parse(stdout)).toMatchObject({
    auth: { team: 'T0RESCUE' },
    thread: { ok: true },
    replies: { texts: ['one', 'two'] },
    info: { shared: false },
    members: { n: 6 },
    person: { locale: 'ko-KR' },
    'bad blocks': { error: 'invalid_blocks', status: 200 },
    nowhere: { error: 'channel_not_found' },
    validate: { ok: true },
    upload: { ok: true },
    link: { there: true },
    scheduled: { error: 'time_in_past' },
    burst: { n: 12 },
    deleted: { ok: true },
  });
  const limited = workspace.wires().filter(({ answer }) => objectOf(answer).error === 'ratelimited');
  expect(limited.length).toBeGreaterThan(0);
});

test('slack_bolt takes a command, a click and a modal over the box’s sockets, and comes back after a cut', async () => {
  const { apiUrl, botToken, appToken, ids } = workspace;
  const app = spawn(python, [script('app.py'), apiUrl, botToken, appToken]);
  const did: Json[] = [];
  createInterface({ input: app.stdout }).on('line', line => did.push(objectOf(JSON.parse(line))));
  const saw = (what: string) => expect.poll(() => did.find(each => each.did === what), { timeout: 15_000 });
  try {
    await saw('connected').toBeTruthy();
    const me = workspace.as(ids.approver1);
    expect(await me.slash('/pks status dev-1')).toMatchObject({
      outcome: 'acked',
      message: { text: 'taken: status dev-1' },
    });
    await saw('command').toMatchObject({ text: 'status dev-1' });
    expect(me.messages().map(({ text }) => text)).toContain('told by response_url');
    await me.click(String(did.find(each => each.did === 'command')?.ts), 'yes');
    await saw('click').toMatchObject({ value: 'run-1', user: ids.approver1 });
    const modal = await workspace.waitFor(() => me.modal());
    await me.submit(modal, { reason: 'the disk is gone' });
    await saw('modal').toMatchObject({ reason: 'the disk is gone' });
    me.say('looking');
    await saw('event').toMatchObject({ subtype: 'new' });
    workspace.faults.keepTcp(true);
    workspace.disconnect('refresh_requested');
    await expect.poll(() => workspace.sockets(), { timeout: 20_000 }).toBe(1);
    expect(await me.slash('/pks again')).toMatchObject({ outcome: 'acked' });
  } finally {
    app.stdin.end();
    app.kill();
  }
});
