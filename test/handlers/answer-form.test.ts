import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawRun } from '../../src/messages/draw-run.ts';
import { openAsk } from '../../src/runs/run.ts';
import { jihun, seoyeon } from '../support/a-run.ts';
import { readAloud } from '../support/block-texts.ts';
import { withHandlers } from '../support/slack-world.ts';
import { type Bot, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

/** A run whose changes ask two, real handlers over the wire, and the on-call alone may break the glass. */
let [small, bot, run] = [undefined as unknown as SmallWorld, undefined as unknown as Bot, ''];
let world: Awaited<ReturnType<typeof withHandlers>>;
const reason = 'nobody answers the pager';
beforeEach(async () => {
  small = smallWorld();
  bot = await small.bot({
    peopleRule: { change: 2, belowQuorum: 2 },
    breakers: async ({ id }) =>
      id === jihun.id ? { state: 'member' } : { state: 'not-member', group: '@pks-break-glass' },
  });
  run = await bot.start();
  await bot.untilAsked(run);
  world = await withHandlers(bot.desk);
});
afterEach(async () => {
  await world.close();
  await small.close();
});

/** The bot's card as it stands in the channel, drawn by the bot itself. */
const theCard = async (): Promise<string> => {
  const { blocks } = drawRun(await bot.run(run), null, 'en').findLast(({ key }) =>
    key.startsWith('step/'),
  ) ?? {
    blocks: [],
  };
  const { ts } = await world.slack.web.chat.postMessage({
    channel: world.workspace.channel,
    text: 'an ask',
    blocks: [...blocks],
  });
  return ts ?? '';
};
const glassOf = async () => (await bot.run(run)).glass;
const me = () => world.workspace.as(jihun.id);

test('the glass is broken in two forms, the second with the command, and everybody reads who did it and why', async () => {
  await me().click(await theCard(), 'pks_break_glass');
  const first = await world.workspace.waitFor(() => me().modal());
  await me().submit(first, { reason });
  const line = openAsk(await bot.run(run))?.asked.line ?? '-';
  const second = await world.workspace.waitFor(() => {
    const view = me().modal();
    return view && JSON.stringify(view).includes('by you alone') ? view : undefined;
  });
  expect(JSON.stringify(second)).toContain(JSON.stringify(line).slice(1, -1));
  expect(await glassOf()).toBeNull();
  await me().submit(second, {});
  await world.hears(jihun.id, 'Approved; the state is read once more');
  expect(await glassOf()).toMatchObject({ by: { id: jihun.id }, via: 'modal', reason });
  const drawn = drawRun(await bot.run(run), null, 'en');
  for (const key of ['glass', 'glass/channel']) {
    const said = drawn.find(each => each.key === key);
    expect(JSON.stringify(said?.blocks)).toContain('"usergroup_id":"S0APPROVERS"');
    expect(readAloud(said?.blocks ?? [])).toContain(reason);
  }
  expect(drawn.find(each => each.key === 'glass/channel')?.inThread).toBe(false);
  expect(readAloud(drawn[0]?.blocks ?? [])).toContain(reason);
  const step = drawn.findLast(({ key }) => key.startsWith('step/'));
  expect(readAloud(step?.blocks ?? [])).toContain('break-glass');
  expect(JSON.stringify(step?.blocks)).not.toContain('pks_break_glass');
});

test('who is no member is told so instead of a form', async () => {
  await world.workspace.as(seoyeon.id).click(await theCard(), 'pks_break_glass');
  await world.hears(seoyeon.id, 'Only members of @pks-break-glass');
  expect(world.workspace.as(seoyeon.id).modal()).toBeUndefined();
});

test('where Slack opens no form the way to type it is shown, and two typed codes do the same', async () => {
  world.workspace.faults.fail('views.open', { error: 'expired_trigger_id' }, { times: 9 });
  await me().click(await theCard(), 'pks_break_glass');
  const code = async (part: string) => {
    const { text } = await world.hears(jihun.id, part);
    return new RegExp(`/pks break-glass ${run} ([A-Z0-9]{6})`).exec(text)?.[1] ?? '';
  };
  await me().slash(`/pks break-glass ${run} ${await code('To break the glass, type')} ${reason}`);
  await me().slash(`/pks break-glass ${run} ${await code('To confirm, type')} ${reason}`);
  await world.hears(jihun.id, 'Approved; the state is read once more');
  expect(await glassOf()).toMatchObject({ via: 'slash', reason });
});
