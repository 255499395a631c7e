import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { pagerDuty } from '../../../src/adapters/pager/pagerduty.ts';
import { webhook } from '../../../src/adapters/pager/webhook.ts';
import { pagerServer } from '../../support/pager-server.ts';

const page = {
  key: 'pks-rescue/run-1/recreate/1',
  summary: 'dev-1: "Recreate" waits for an answer in Slack for 15 min',
  cluster: 'dev-1',
  run: 'run-1',
  details: { people: '2' },
};

test('PagerDuty gets an event of its Events API v2, and the same key when it is over', async () => {
  const server = await pagerServer();
  const pager = pagerDuty(server.url, 'R0UT1NGKEY');
  await pager.trigger(page);
  await pager.resolve(page);
  await server.close();
  const [trigger, resolve] = server.received.map(each => each.json);
  expect(trigger).toEqual({
    routing_key: 'R0UT1NGKEY',
    event_action: 'trigger',
    dedup_key: page.key,
    payload: {
      summary: page.summary,
      source: 'dev-1',
      severity: 'critical',
      component: 'etcd',
      group: 'dev-1',
      class: 'approval',
      custom_details: { run: 'run-1', people: '2' },
    },
    client: 'pks-rescue',
  });
  expect(resolve).toEqual({ routing_key: 'R0UT1NGKEY', event_action: 'resolve', dedup_key: page.key });
});

test('any other receiver can tell the webhook from anybody’s and from an old one', async () => {
  const server = await pagerServer();
  await webhook(server.url, 'a-long-random-secret', { now: () => 1_700_000_000_123 }).trigger(page);
  await server.close();
  const [{ body, headers, json } = { body: '', headers: {}, json: {} }] = server.received;
  expect(json).toEqual({ action: 'trigger', ...page });
  expect(headers['x-pks-rescue-timestamp']).toBe('1700000000');
  const signed = createHmac('sha256', 'a-long-random-secret').update(`v0:1700000000:${body}`).digest('hex');
  expect(headers['x-pks-rescue-signature']).toBe(`v0=${signed}`);
});

test('what is not taken is an error that names the host, and no key', async () => {
  const server = await pagerServer();
  server.answer.status = 429;
  const failed = pagerDuty(server.url, 'R0UT1NGKEY').trigger(page);
  await expect(failed).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 429$/);
  await server.close();
});
