import { expect, test } from 'vitest';
import { pagerDuty } from '../../src/adapters/pager/pagerduty.ts';
import { paging } from '../../src/engine/paging.ts';
import { seoyeon } from '../support/a-run.ts';
import { pagerServer } from '../support/pager-server.ts';
import { smallWorld } from '../support/small-world/small-world.ts';

test('the pager is called once for an ask, again where it did not take it, and told by the next bot that it was answered', async () => {
  const server = await pagerServer();
  const pager = pagerDuty(server.url, 'R0UT1NGKEY');
  const world = smallWorld();
  const bot = await world.bot();
  const id = await bot.start();
  const asking = await bot.untilAsked(id);
  const step = asking.steps.find(each => each.state === 'asking')?.asked;
  const { step: name = '', attempt = 0 } = step ?? {};
  const call = {
    kind: 'called',
    step: name,
    attempt,
    n: 4,
    to: [],
    page: true,
    noWritesSeconds: 190,
  } as const;
  await bot.journal.write({ run: id, events: [call], as: { expectSeq: asking.seq } });
  const start = await bot.journal.now();
  const looks = async (its: typeof bot, seconds: number) => {
    const pages = paging(its.engine, pager);
    const now = start + seconds * 1_000;
    await pages.note(await its.run(id), now);
    await pages.look(now);
  };

  server.answer.status = 503;
  await looks(bot, 0);
  expect(bot.told.join()).toContain('The pager was not reached');
  server.answer.status = 202;
  await looks(bot, 10);
  expect(server.received).toHaveLength(1);
  for (const seconds of [40, 80, 300]) await looks(bot, seconds);
  expect(server.received).toHaveLength(2);
  expect(server.received[1]?.json.payload).toMatchObject({
    summary: expect.stringMatching(/^dev-1: ".*" waits .*; etcd has taken no writes for 190 s$/),
  });

  const next = await world.bot();
  await next.answer(id, seoyeon, 'approve');
  await looks(next, 310);
  await looks(next, 350);
  const key = `pks-rescue/${id}/${name}/${attempt}`;
  expect(server.received.map(({ json }) => [json.event_action, json.dedup_key])).toEqual([
    ['trigger', key],
    ['trigger', key],
    ['resolve', key],
  ]);
  expect(await bot.journal.recallAll('page/')).toEqual(new Map());
  await world.close();
  await server.close();
});

test('a page that nobody needs any more when it could be made is not made', async () => {
  const server = await pagerServer();
  const world = smallWorld();
  const bot = await world.bot();
  const id = await bot.start();
  const asking = await bot.untilAsked(id);
  const step = asking.steps.find(each => each.state === 'asking')?.asked;
  const call = { kind: 'called', step: step?.step ?? '', attempt: 1, n: 4, to: [], page: true } as const;
  await bot.journal.write({ run: id, events: [call], as: { expectSeq: asking.seq } });
  const pages = paging(bot.engine, pagerDuty(server.url, 'R0UT1NGKEY'));
  const now = await bot.journal.now();
  await pages.note(await bot.run(id), now);
  await bot.answer(id, seoyeon, 'approve');
  await pages.look(now);
  await pages.look(now + 60_000);
  expect(server.received).toEqual([]);
  await world.close();
  await server.close();
});
