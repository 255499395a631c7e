import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Workspace } from '../../drill/slack/workspace.ts';
import { askValue } from '../../src/messages/button-value.ts';
import { openAsk } from '../../src/runs/run.ts';
import { alice, seoyeon } from '../support/a-run.ts';
import { withHandlers } from '../support/slack-world.ts';
import { type Bot, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

/** A run that asks, real handlers over the wire, and whatever fails on the way. */
let [small, bot, run] = [undefined as unknown as SmallWorld, undefined as unknown as Bot, ''];
let world: Awaited<ReturnType<typeof withHandlers>>;
beforeEach(async () => {
  small = smallWorld();
  bot = await small.bot();
  run = await bot.start();
  await bot.untilAsked(run);
  world = await withHandlers(bot.desk);
});
afterEach(async () => {
  await world.close();
  await small.close();
});

const answers = async () =>
  openAsk(await bot.run(run))?.step.answers.map(each => `${each.via} ${each.by.id}`);
const heard = (user: string, pattern: RegExp, ms = 9_000) =>
  world.workspace.waitFor(() => {
    const { workspace } = world;
    const direct = workspace
      .as(user)
      .notifications()
      .map(each => each.text);
    const seen = workspace
      .as(user)
      .messages()
      .map(each => each.text);
    return [...seen, ...direct].find(text => pattern.test(text));
  }, ms);

const codeFor = async (user: string, verb = 'approve'): Promise<string> => {
  await world.workspace.as(user).slash(`/pks ${verb} ${run}`);
  const shown = await heard(user, new RegExp(`/pks ${verb} ${run} [A-Z0-9]{6}`));
  return /([A-Z0-9]{6})(?=\W*$)/.exec(shown)?.[1] ?? '';
};

const ask = async () => {
  const open = openAsk(await bot.run(run));
  const nonce = (open?.asked.digest ?? '').slice(0, 16);
  return askValue({ run, step: open?.step.planned.id ?? '', attempt: open?.step.attempt ?? 0, nonce });
};

/** The bot's own card with its button, as it would stand in the channel. */
const aCard = async (): Promise<string> => {
  const elements = [
    {
      type: 'button',
      action_id: 'pks_approve',
      value: await ask(),
      text: { type: 'plain_text', text: 'Approve' },
    },
  ];
  const { ts } = await world.slack.web.chat.postMessage({
    channel: world.workspace.channel,
    text: 'an ask',
    blocks: [{ type: 'actions', elements: elements as never[] }], // a button, whatever its exact type
  });
  return ts ?? '';
};

type Breaks = readonly [what: string, breaks: (workspace: Workspace) => void];
const failures: readonly Breaks[] = [
  ['nothing fails', () => {}],
  [
    'cards cannot be edited',
    ({ faults }) => faults.fail('chat.update', { error: 'edit_window_closed' }, { times: 99 }),
  ],
  [
    'response_url is used up',
    ({ faults }) => faults.fail('response_url', { error: 'used_url' }, { times: 99 }),
  ],
  ['response_url never answers', ({ faults }) => faults.fail('response_url', { hangs: true }, { times: 99 })],
  [
    'neither response_url nor an ephemeral message goes through',
    ({ faults }) => {
      faults.fail('response_url', { error: 'used_url' }, { times: 99 });
      faults.fail('chat.postEphemeral', { error: 'user_not_in_channel' }, { times: 99 });
    },
  ],
  [
    'every newer block is refused',
    ({ faults }) => faults.refuseBlocks('rich_text', 'container', 'plan', 'table'),
  ],
  ['an envelope comes twice', ({ faults }) => faults.nextEnvelope({ does: 'duplicate' })],
];

describe.each(failures)('where %s', (_what, breaks) => {
  test('a click counts once, and the person hears of it', async () => {
    const card = await aCard();
    breaks(world.workspace);
    await world.workspace.as(seoyeon.id).click(card, 'pks_approve');
    await heard(seoyeon.id, /Approved/);
    expect(await answers()).toEqual([`button ${seoyeon.id}`]);
    await world.workspace.as(seoyeon.id).click(card, 'pks_approve');
    await heard(seoyeon.id, /^ℹ️ .*already approved by you at/);
    expect(await answers()).toEqual([`button ${seoyeon.id}`]);
  });

  test('a typed code counts once, and the person hears of it', async () => {
    breaks(world.workspace);
    const code = await codeFor(seoyeon.id);
    expect(await answers()).toEqual([]);
    await world.workspace.as(seoyeon.id).slash(`/pks approve ${run} ${code.toLowerCase()}`);
    await heard(seoyeon.id, /^✔️ Approved/);
    expect(await answers()).toEqual([`slash ${seoyeon.id}`]);
  });
});

test('where no click arrives at all the typed code does', async () => {
  const card = await aCard();
  world.workspace.faults.nextEnvelope({ does: 'drop', kind: 'interactive' });
  expect(await world.workspace.as(alice.id).click(card, 'pks_approve')).toMatchObject({
    outcome: 'operation_timeout',
  });
  const code = await codeFor(alice.id);
  await world.workspace.as(alice.id).slash(`/pks approve ${run} ${code}`);
  await heard(alice.id, /^✔️ Approved/);
  expect(await answers()).toEqual([`slash ${alice.id}`]);
});

test('another person’s code, a code for another answer and a made-up one count for nothing, and the ask is shown anew', async () => {
  const alices = await codeFor(alice.id);
  for (const wrong of [alices, 'AAAAAA']) {
    await world.workspace.as(seoyeon.id).slash(`/pks approve ${run} ${wrong}`);
    await heard(seoyeon.id, /To answer "Approve", type/);
  }
  await world.workspace.as(alice.id).slash(`/pks skip ${run} ${alices}`);
  await heard(alice.id, /"Skip this step" is no answer to what run/);
  expect(await answers()).toEqual([]);
});

test('who may not approve is told so instead of a code, whatever the surface', async () => {
  const { ids } = world.workspace;
  await world.workspace.as(ids.onCall).slash(`/pks approve ${run}`);
  await heard(ids.onCall, /You asked for this run/);
  await world.workspace.as(ids.bystander).slash(`/pks approve ${run}`);
  await heard(ids.bystander, /Only members of/);
  await world.workspace.as(seoyeon.id).slash('/pks approve run-nowhere');
  await heard(seoyeon.id, /There is no run run-nowhere/);
});
