import { afterEach, expect, test } from 'vitest';
import { createMetrics } from '../../src/app/metrics.ts';
import { type Behind, openStatus } from '../../src/app/status.ts';
import { readConfig } from '../../src/config.ts';
import { same } from '../../src/words.ts';
import { looked } from '../support/a-cluster.ts';
import { aDesk } from '../support/a-desk.ts';
import { seoyeon } from '../support/a-run.ts';
import { withHandlers } from '../support/slack-world.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
});

const config = readConfig({
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  APPROVERS_GROUP: 'S0123ABCD',
  BOSH_ENVIRONMENT: 'https://192.0.2.1:25555',
  BOSH_CLIENT: 'pks-rescue',
  BOSH_CLIENT_SECRET: 'secret',
  STATUS_PORT: '0',
});

const open = async (behind: Partial<Behind> = {}) => {
  const { slack, close } = await withHandlers(aDesk());
  const world: SmallWorld = smallWorld();
  const bot = await world.bot();
  const metrics = createMetrics(world.time.clock);
  const status = await openStatus(config, slack, metrics, {
    journal: bot.journal,
    held: () => null,
    ...behind,
  });
  ends = [close, world.close, async () => status?.stop()];
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${status?.port}${path}`);
    return { code: answer.status, text: await answer.text() };
  };
  return { slack, bot, metrics, ask };
};

test('a bot that is connected and has its journal is ready', async () => {
  const { ask } = await open();
  expect(await ask('/healthz')).toEqual({ code: 200, text: '{"ok":true}\n' });
  expect(await ask('/readyz')).toEqual({ code: 200, text: '{"ok":true,"why":[]}\n' });
  expect((await ask('/')).code).toBe(404);
});

test('why it is not ready is said: no journal, no Slack, another fence on the store; it lives all the same', async () => {
  const { ask, slack } = await open({ journal: null, held: () => same('another fence') });
  await slack.stop();
  const { code, text } = await ask('/readyz');
  expect(code).toBe(503);
  expect(JSON.parse(text).why).toEqual([
    'The journal is not open yet.',
    expect.stringContaining('Slack is not connected'),
    'another fence',
  ]);
  expect((await ask('/healthz')).code).toBe(200);
});

test('a scrape tells looks, verdicts, runs, waits, answers, redeliveries, Director tasks and the age of the socket', async () => {
  const { ask, bot, metrics } = await open();
  const desk = metrics.watching(aDesk({ look: async () => looked() }));
  await desk.look('dev-1');
  const counted = metrics.counting(bot.journal);
  Object.assign(bot.engine, { journal: counted });
  metrics.redelivered();
  const run = await bot.start();
  await bot.untilAsked(run);
  await bot.answer(run, seoyeon, 'approve');
  const { text } = await ask('/metrics');
  for (const line of [
    /^pks_rescue_last_look_timestamp_seconds\{cluster="dev-1"\} \d+/m,
    /^pks_rescue_verdict\{cluster="dev-1",verdict="raft-log-lost"\} 1$/m,
    /^pks_rescue_live_runs\{state="waiting"\} 1$/m,
    new RegExp(`^pks_rescue_waiting_seconds\\{run="${run}",ask="approve"\\} `, 'm'),
    /^pks_rescue_answers_total\{answer="approve",via="button"\} 1$/m,
    /^pks_rescue_redeliveries_total 1$/m,
    /^pks_rescue_director_tasks\{cluster="dev-1"\} \d+$/m,
    /^pks_rescue_socket_age_seconds \d/m,
  ])
    expect(text).toMatch(line);
  expect(text).not.toContain(seoyeon.id);
});
