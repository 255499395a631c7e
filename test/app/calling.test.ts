import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CrashBox, openCrashBox } from '../../drill/crash/crash-box.ts';
import { faults } from '../../drill/foundation/faults/index.ts';
import { type Bot, startBot } from '../../src/app/bot.ts';
import { theWorld } from '../../src/app/stores.ts';
import { readConfig } from '../../src/config.ts';
import { actionIds } from '../../src/messages/button-value.ts';
import { pagerServer } from '../support/pager-server.ts';

let box: CrashBox;
let bot: Bot | null = null;
const pager = await pagerServer();
beforeAll(async () => {
  box = await openCrashBox(process.env.PATH ?? '/usr/bin:/bin', null);
  await faults['raft-log-lost'].inject(box.foundation.machines);
}, 120_000);
afterAll(async () => {
  await bot?.stop();
  await box.stop();
  await pager.close();
});

const minutesOf = (seconds: number): string => String(seconds / 60);
const blocksOf = (message: { readonly blocks: unknown }): string => JSON.stringify(message.blocks);
const mention = '"usergroup_id":"S0APPROVERS"';

test('over the wire an ask is a new message with a mention, reminds, goes further to a real pager, and resolves it when answered', {
  timeout: 180_000,
}, async () => {
  const { workspace } = box;
  bot = await startBot(
    readConfig({
      ...box.env,
      APPROVALS_CHANGE: '1',
      REMIND_AFTER_MINUTES: `${minutesOf(1.5)},${minutesOf(3)}`,
      ESCALATE_AFTER_MINUTES: minutesOf(5),
      PAGERDUTY_ROUTING_KEY: 'R0UT1NGKEY',
      PAGERDUTY_URL: pager.url,
    }),
    () => {},
    theWorld,
  );
  await workspace.as(workspace.ids.onCall).slash('/pks recover --route gentle');
  const card = await workspace.waitFor(
    () => workspace.messages().findLast(each => blocksOf(each).includes(actionIds.approve)),
    60_000,
  );
  expect(blocksOf(card)).toContain(mention);
  expect(card.threadTs).not.toBeNull();
  await workspace.waitFor(() =>
    workspace
      .messages()
      .find(each => each.threadTs === null && each.text.includes('waits for an answer, in the thread')),
  );

  const reminders = () =>
    workspace.messages().filter(each => each.text.includes('still waits for an answer'));
  await workspace.waitFor(() => reminders().length === 3, 60_000);
  for (const reminder of reminders()) expect(blocksOf(reminder)).toContain(mention);
  expect(reminders().at(-1)?.text).toMatch(
    /2 of 3 members are healthy: one more failure stops all writes\. The pager was called\./,
  );
  await workspace.waitFor(() => pager.received.length === 1, 30_000);

  // Posted with its buttons and its mention: Slack tells nobody of an edit.
  const posted = workspace
    .wires()
    .filter(
      ({ what, sent }) =>
        what.includes('chat.postMessage') && JSON.stringify(sent).includes(actionIds.approve),
    );
  expect(posted).toHaveLength(1);
  expect(JSON.stringify(posted)).toContain('usergroup_id');

  // The next on-call takes it over, and the one before is told; then the approver answers.
  await workspace.as(workspace.ids.bystander).slash('/pks takeover');
  const word = await workspace.waitFor(
    () => workspace.messages().find(each => each.text.includes('took this run over')),
    30_000,
  );
  expect(blocksOf(word)).toContain(`"user_id":"${workspace.ids.onCall}"`);

  await workspace.as(workspace.ids.approver1).click(card, actionIds.approve);
  for (let tries = 0; pager.received.length < 2 && tries < 600; tries++)
    await new Promise(resolve => setTimeout(resolve, 50));
  expect(pager.received.map(each => each.json.event_action)).toEqual(['trigger', 'resolve']);
  expect(pager.received[0]?.json.dedup_key).toBe(pager.received[1]?.json.dedup_key);
  await workspace.waitFor(() => reminders().length === 0, 30_000);
});
