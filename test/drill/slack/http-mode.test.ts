import type { App } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signature } from '../../../drill/slack/wire/http.ts';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { startWorkspace } from '../../../drill/slack/workspace.ts';
import type { Running } from './bolt-app.ts';
import { boltOverHttp } from './bolt-app.ts';

let workspace: Workspace;
let bot: Running | undefined;

beforeEach(async () => {
  workspace = await startWorkspace({ ackMs: 1000, eventRetryMs: [0, 0, 0] });
});
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
  await workspace.close();
});

const run = async (listen: (app: App) => void): Promise<void> => {
  bot = await boltOverHttp(workspace, listen);
};
const onCall = () => workspace.as(workspace.ids.onCall);

test('a slash command and its answer travel over signed HTTP', async () => {
  await run(app => app.command('/pks', async ({ ack, command }) => ack({ text: `*${command.text}*` })));
  const answered = await onCall().slash('/pks recover');
  expect(answered).toMatchObject({ outcome: 'acked', message: { text: '*recover*' } });
});

test('a click and a response_url answer travel over signed HTTP', async () => {
  await run(app => {
    app.action('go', async ({ ack, respond, body }) => {
      await ack();
      await respond({ text: `thank you ${body.user.id}`, replace_original: true });
    });
  });
  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } } as const;
  const posted = await bot?.app.client.chat.postMessage({
    channel: workspace.channel,
    text: 'card',
    blocks: [{ type: 'actions', elements: [button] }],
  });
  await onCall().click(posted?.ts ?? '', 'go');
  const shown = await workspace.waitFor(() => workspace.messages().find(each => each.text !== 'card'));
  expect(shown).toMatchObject({ ts: posted?.ts, text: 'thank you U0ONCALL', blocks: [] });
});

test('the person is told when the app is silent, and when it is not there', async () => {
  await run(app => app.command('/pks', async () => {}));
  expect((await onCall().slash('/pks recover')).outcome).toBe('operation_timeout');
  await bot?.stop();
  bot = undefined;
  expect((await onCall().slash('/pks recover')).outcome).toBe('dispatch_failed');
});

test('an event is sent again with its retry number until it is acked', async () => {
  const retries: (number | undefined)[] = [];
  await run(app => {
    app.event('app_home_opened', async ({ context }) => {
      retries.push(context.retryNum);
    });
  });
  workspace.faults.nextEnvelope({ does: 'drop', kind: 'events_api' });
  await onCall().openHome();
  expect(retries).toEqual([1]);
});

test('a request is signed as Slack documents it', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(signature('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', body)).toBe(
    'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  );
});
