import { afterEach, expect, test } from 'vitest';
import { giveReason } from '../../src/desk/reason.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { alice, jihun, started } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
afterEach(() => world.close());

const aborted: RunEvent = { kind: 'abort-requested', by: jihun, via: 'button' };
const open = async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  await journal.open({ run: '7f3a', cluster: 'dev-1' }, started());
  await journal.write({ run: '7f3a', events: [aborted], as: { expectSeq: 1 } });
  const say = (by = jihun, reason = 'wrong cluster') =>
    giveReason(
      { journal, channel: { show: () => {}, live: () => {} } },
      { run: '7f3a', of: 'abort', by, reason },
    );
  return { journal, say };
};

test('whoever aborted says why, in an entry of its own; nobody else does, and nothing is no reason', async () => {
  const { journal, say } = await open();
  expect((await say(alice)).ok).toBe(false);
  expect((await say(jihun, '')).ok).toBe(false);
  expect((await say()).ok).toBe(true);
  expect((await journal.read('7f3a')).at(-1)?.event).toMatchObject({
    kind: 'noted',
    words: { en: 'jihun on the abort: wrong cluster' },
  });
});

test('what somebody pastes into a reason is written down without its secrets', async () => {
  const { journal, say } = await open();
  await say(jihun, 'login failed: BOSH_CLIENT_SECRET=hunter2-hunter2');
  expect((await journal.read('7f3a')).at(-1)?.event).toMatchObject({
    words: { en: 'jihun on the abort: login failed: BOSH_CLIENT_SECRET=[redacted]' },
  });
});

test('a run that has ended takes no more entries: the reason stands in the ledger, and they are told so', async () => {
  const { journal, say } = await open();
  const words = { en: 'Aborted.', ko: '중단됨.' };
  const finished: RunEvent = { kind: 'finished', outcome: 'aborted', words, facts: {} };
  await journal.write({ run: '7f3a', events: [finished], as: { expectSeq: 2 }, then: 'finish' });
  expect(await say()).toMatchObject({ ok: true, words: { en: expect.stringContaining('ledger') } });
  expect((await journal.readLedger({ kind: 'reason' })).map(({ event }) => event)).toMatchObject([
    { run: '7f3a', of: 'abort', reason: 'wrong cluster' },
  ]);
});
