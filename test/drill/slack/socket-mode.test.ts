import type { App, BlockAction } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { startWorkspace } from '../../../drill/slack/workspace.ts';
import type { Running } from './bolt-app.ts';
import { boltOverSocket } from './bolt-app.ts';

let workspace: Workspace;
let bot: Running | undefined;

beforeEach(async () => {
  workspace = await startWorkspace();
});
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
  await workspace.close();
});

/** The same with an impatient Slack, for what happens when its three seconds are over. */
const hurry = async (): Promise<void> => {
  await workspace.close();
  workspace = await startWorkspace({ ackMs: 300, triggerMs: 300 });
};

const run = async (listen: (app: App) => void): Promise<void> => {
  bot = await boltOverSocket(workspace, listen);
};
const onCall = () => workspace.as(workspace.ids.onCall);
const approver = () => workspace.as(workspace.ids.approver1);
const bystander = () => workspace.as(workspace.ids.bystander);

const button = (more: object = {}) => ({
  type: 'button' as const,
  action_id: 'approve',
  text: { type: 'plain_text' as const, text: 'Approve' },
  value: 'run-1',
  ...more,
});
const actions = () => [{ type: 'actions' as const, block_id: 'gate', elements: [button()] }];

describe('a slash command in Socket Mode', () => {
  test('carries who, where and what, and its ack body is shown to that person alone', async () => {
    await run(app => {
      app.command('/pks', async ({ ack, command }) => {
        await ack(`${command.user_id} ${command.channel_name} ${command.text} ${command.team_id}`);
      });
    });
    const answered = await onCall().slash('/pks  recover dev-1');
    expect(answered.outcome).toBe('acked');
    expect(answered.message?.text).toBe('U0ONCALL incident-42 recover dev-1 T0RESCUE');
    expect(onCall().messages().at(-1)?.text).toBe(answered.message?.text);
    expect(bystander().messages()).toEqual([]);
    expect(workspace.messages()).toEqual([]);
  });

  test('says operation_timeout to the person when the app does not ack in time', async () => {
    await hurry();
    await run(app => app.command('/pks', async () => {}));
    const answered = await onCall().slash('/pks recover');
    expect(answered.outcome).toBe('operation_timeout');
    expect(onCall().messages().at(-1)?.text).toBe('/pks failed with the error "operation_timeout"');
  });

  test('says dispatch_failed to the person when no socket is open', async () => {
    const answered = await onCall().slash('/pks recover');
    expect(answered.outcome).toBe('dispatch_failed');
    expect(onCall().messages().at(-1)?.text).toBe('/pks failed with the error "dispatch_failed"');
  });

  test('answers through response_url five times and not a sixth time', async () => {
    let refused: unknown;
    await run(app => {
      app.command('/pks', async ({ ack, respond }) => {
        await ack();
        for (const nth of [1, 2, 3, 4, 5]) await respond(`answer ${nth}`);
        refused = await respond('answer 6').catch((error: unknown) => error);
      });
    });
    await onCall().slash('/pks recover');
    await workspace.waitFor(() => onCall().messages().length === 5);
    await expect.poll(() => refused).toMatchObject({ statusCode: 404 });
    expect(
      onCall()
        .messages()
        .map(message => message.text),
    ).toContain('answer 5');
    expect(bystander().messages()).toEqual([]);
  });
});

describe('a button in Socket Mode', () => {
  const clicks: { user: string; value: string | undefined; retry: number | undefined }[] = [];
  beforeEach(async () => {
    clicks.length = 0;
    await run(app => {
      app.action<BlockAction>('approve', async ({ ack, body, action, context, respond }) => {
        await ack();
        const value = 'value' in action && typeof action.value === 'string' ? action.value : undefined;
        clicks.push({ user: body.user.id, value, retry: context.retryNum });
        await respond({ text: 'only you', replace_original: false, response_type: 'ephemeral' });
      });
    });
  });
  const post = () =>
    bot?.app.client.chat.postMessage({ channel: workspace.channel, text: 'card', blocks: actions() });

  test('reaches the listener with who clicked and its value, and respond is private', async () => {
    const posted = await post();
    const answered = await approver().click(posted?.ts ?? '', 'approve');
    expect(answered.outcome).toBe('acked');
    expect(clicks).toEqual([{ user: workspace.ids.approver1, value: 'run-1', retry: undefined }]);
    await workspace.waitFor(() =>
      approver()
        .messages()
        .some(message => message.text === 'only you'),
    );
    expect(
      bystander()
        .messages()
        .map(message => message.text),
    ).toEqual(['card']);
  });

  test('is handled twice when its envelope is delivered twice, as with the real Slack', async () => {
    const posted = await post();
    workspace.faults.nextEnvelope({ does: 'duplicate' });
    await approver().click(posted?.ts ?? '', 'approve');
    await expect.poll(() => clicks.length).toBe(2);
  });

  test('shows its retry number when it is delivered again', async () => {
    const posted = await post();
    await approver().click(posted?.ts ?? '', 'approve');
    await workspace.redeliver(1, 'timeout', 'interactive');
    expect(clicks.map(click => click.retry)).toEqual([undefined, 1]);
  });

  test('that set out before the card changed still arrives, as over a slow line', async () => {
    const posted = await post();
    const ts = posted?.ts ?? '';
    await bot?.app.client.chat.update({ channel: workspace.channel, ts, text: 'done', blocks: [] });
    expect((await approver().click(ts, 'approve')).outcome).toBe('acked');
    await expect(approver().click(ts, 'never-there')).rejects.toThrow('there is no never-there to click');
  });

  test('can still be clicked as it looked before the card changed', async () => {
    const posted = await post();
    const ts = posted?.ts ?? '';
    const stale = workspace.message(ts);
    await bot?.app.client.chat.update({ channel: workspace.channel, ts, text: 'done', blocks: [] });
    if (!stale) throw new Error('the card is gone');
    expect((await approver().click(stale, 'approve')).outcome).toBe('acked');
    expect(workspace.message(ts)?.blocks).toEqual([]);
  });
});

test('a lost click is told to the person who clicked', async () => {
  await hurry();
  await run(app => app.action('approve', async ({ ack }) => ack()));
  const card = { channel: workspace.channel, text: 'card', blocks: actions() };
  const posted = await bot?.app.client.chat.postMessage(card);
  workspace.faults.nextEnvelope({ does: 'drop' });
  const answered = await approver().click(posted?.ts ?? '', 'approve');
  expect(answered.shown).toBe('pks-rescue is not responding (operation_timeout). Try again.');
});

describe('a modal', () => {
  const view = {
    type: 'modal' as const,
    callback_id: 'abort',
    title: { type: 'plain_text' as const, text: 'Abort' },
    submit: { type: 'plain_text' as const, text: 'Abort' },
    blocks: [
      {
        type: 'input' as const,
        block_id: 'why',
        label: { type: 'plain_text' as const, text: 'Why' },
        element: { type: 'plain_text_input' as const, action_id: 'reason' },
      },
    ],
  };
  test('opens by a trigger once, asks for what is missing, and reports what was put in', async () => {
    const reasons: (string | null | undefined)[] = [];
    const refusals: unknown[] = [];
    await run(app => {
      app.command('/pks', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view });
        await client.views
          .open({ trigger_id: command.trigger_id, view })
          .catch((error: { data?: { error?: string } }) => refusals.push(error.data?.error));
      });
      app.view('abort', async ({ ack, view: submitted }) => {
        const reason = submitted.state.values.why?.reason?.value;
        reasons.push(reason);
        if (reason === 'x') await ack({ response_action: 'errors', errors: { why: 'too short' } });
        else await ack();
      });
    });
    await onCall().slash('/pks abort');
    const opened = await workspace.waitFor(() => onCall().modal());
    await expect.poll(() => refusals).toEqual(['exchanged_trigger_id']);
    expect((await onCall().submit(opened)).errors).toEqual({ why: 'Please complete this required field.' });
    expect((await onCall().submit(opened, { reason: 'x' })).errors).toEqual({ why: 'too short' });
    expect(onCall().modal()?.id).toBe(opened.id);
    expect((await onCall().submit(opened, { reason: 'wrong cluster' })).outcome).toBe('acked');
    expect(reasons).toEqual(['x', 'wrong cluster']);
    expect(onCall().modal()).toBeUndefined();
    expect(approver().modal()).toBeUndefined();
  });

  test('does not open by a trigger that is older than three seconds', async () => {
    await hurry();
    const refusals: (string | undefined)[] = [];
    await run(app => {
      app.command('/pks', async ({ ack, client, command }) => {
        await ack();
        await new Promise(resolve => setTimeout(resolve, 400));
        await client.views
          .open({ trigger_id: command.trigger_id, view })
          .catch((error: { data?: { error?: string } }) => refusals.push(error.data?.error));
      });
    });
    await onCall().slash('/pks abort');
    await expect.poll(() => refusals).toEqual(['expired_trigger_id']);
  });
});

describe('the app and the workspace', () => {
  test('upload a file in three legs and show it in the thread', async () => {
    await run(() => {});
    const client = bot?.app.client;
    const posted = await client?.chat.postMessage({ channel: workspace.channel, text: 'run 1' });
    const ts = posted?.ts ?? '';
    await client?.filesUploadV2({
      channel_id: workspace.channel,
      thread_ts: ts,
      filename: 'bosh.log',
      title: '출력',
      content: 'Task 204424\n완료',
      initial_comment: 'full log',
    });
    const [reply] = workspace.thread(ts);
    expect(reply).toMatchObject({ text: 'full log', threadTs: ts });
    expect(new TextDecoder().decode(reply?.files[0]?.bytes)).toBe('Task 204424\n완료');
  });

  test('wait for Retry-After after a 429 and then go on', async () => {
    await run(() => {});
    workspace.faults.rateLimit('chat.postMessage', 1);
    const began = performance.now();
    await bot?.app.client.chat.postMessage({ channel: workspace.channel, text: 'late' });
    expect(performance.now() - began).toBeGreaterThan(1000);
    expect(workspace.messages().map(message => message.text)).toEqual(['late']);
  });

  test('share the envelopes between two sockets, one envelope to one of them', async () => {
    const seen: string[] = [];
    const listener = (name: string) => (app: App) =>
      app.command('/pks', async ({ ack }) => {
        seen.push(name);
        await ack();
      });
    await run(listener('first'));
    const second = await boltOverSocket(workspace, listener('second'));
    for (const _ of [1, 2, 3, 4]) await onCall().slash('/pks status');
    await second.stop();
    expect(seen.toSorted()).toEqual(['first', 'first', 'second', 'second']);
  });

  test('find each other again after Slack closes the socket', async () => {
    await run(app => app.command('/pks', async ({ ack }) => ack('still here')));
    workspace.disconnect('refresh_requested');
    expect((await onCall().slash('/pks status')).outcome).toBe('dispatch_failed');
    await expect.poll(() => workspace.sockets()).toBe(1);
    expect((await onCall().slash('/pks status')).message?.text).toBe('still here');
  });

  test('hear of app_home_opened and of an event again until it is acked', async () => {
    await hurry();
    const opened: string[] = [];
    await run(app => {
      app.event('app_home_opened', async ({ event }) => {
        opened.push(event.user);
      });
    });
    workspace.faults.nextEnvelope({ does: 'drop', kind: 'events_api' });
    await onCall().openHome();
    expect(opened).toEqual([workspace.ids.onCall]);
    const sent = workspace.wires().filter(wire => wire.what === 'events_api');
    expect(sent.map(wire => wire.sent)).toMatchObject([{ retry_attempt: 0 }, { retry_attempt: 1 }]);
  });
});
