import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAsk } from '../../src/runs/run.ts';
import { alice, jihun, seoyeon } from '../support/a-run.ts';
import { type Bot, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
let bot: Bot;
let run: string;
beforeEach(async () => {
  world = smallWorld();
  bot = await world.bot();
  run = await bot.start();
  await bot.play(run, now => openAsk(now)?.step.planned.id === 'move-leader');
});
afterEach(() => world.close());

const refused = async () =>
  (await bot.journal.readLedger({ kind: 'refused' })).map(({ event }) => [
    event.answer,
    Object(event.by).id,
    event.why,
  ]);

test('a forbidden, a stale and a late click are each written down, with who, what and why, and move no run', async () => {
  const before = (await bot.run(run)).seq;
  expect((await bot.answer(run, jihun, 'approve')).ok).toBe(false);
  const stale = {
    run,
    step: 'recreate',
    attempt: 1,
    nonce: 'x'.repeat(16),
    answer: 'approve',
    by: alice,
    via: 'button',
  };
  expect((await bot.desk.answer({ ...stale, answer: 'approve', via: 'button' })).ok).toBe(false);
  expect((await bot.desk.answer({ ...stale, run: 'run-nowhere', answer: 'skip', via: 'cli' })).ok).toBe(
    false,
  );
  expect(await refused()).toEqual([
    ['approve', jihun.id, expect.stringContaining('You asked for this run')],
    ['approve', alice.id, expect.stringContaining('from an older state of the run')],
    ['skip', alice.id, expect.stringContaining('There is no run run-nowhere')],
  ]);
  expect((await bot.run(run)).seq).toBe(before);
});

test('everything else that a person asks in vain is written down once: a run that lives, a wrong code, a take-over, a word on the journal or a restore', async () => {
  const { desk } = bot;
  await desk.recover({ cluster: 'dev-1', cure: null, by: alice, channel: 'C0INCIDENT42' });
  await desk.snapshot({ cluster: 'dev-1', by: alice, channel: 'C0INCIDENT42' });
  await desk.typed({ run, answer: 'approve', code: 'WR0NGX', by: seoyeon });
  await desk.typed({ run, answer: 'approve', code: null, by: jihun });
  await desk.takeOver(run, jihun, 'slash');
  await desk.abort('run-nowhere', alice, 'slash');
  await desk.acceptJournal(alice, 'C0INCIDENT42', 'slash');
  await desk.restored('dev-1', alice, 'C0INCIDENT42');
  await desk.reason({ run: 'run-nowhere', of: 'abort', by: alice, reason: 'tired' });
  await desk.refused({ answer: 'none', by: alice, channel: 'D0ALICE' }, { en: 'not here', ko: '여기 아님' });
  expect(await refused()).toEqual([
    ['recover', alice.id, expect.stringContaining(run)],
    ['snapshot', alice.id, expect.stringContaining(run)],
    ['approve', seoyeon.id, expect.stringContaining('code')],
    ['approve', jihun.id, expect.stringContaining('You asked for this run')],
    ['take over', jihun.id, expect.any(String)],
    ['abort', alice.id, expect.stringContaining('There is no run')],
    ['accept-journal', alice.id, expect.stringContaining('nothing to accept')],
    ['restored', alice.id, expect.stringContaining('record the restore when it has ended')],
    ['reason', alice.id, expect.any(String)],
    ['none', alice.id, 'not here'],
  ]);
  const [wrong] = (await bot.journal.readLedger({ kind: 'refused' })).filter(
    ({ event }) => event.by === seoyeon,
  );
  expect(JSON.stringify(wrong ?? '')).not.toContain('WR0NGX');
});

test('what was looked at or taken is no refusal', async () => {
  await bot.desk.look('dev-1');
  await bot.desk.typed({ run, answer: 'approve', code: null, by: seoyeon });
  expect((await bot.answer(run, seoyeon, 'approve')).ok).toBe(true);
  expect((await bot.desk.takeOver(run, alice, 'button')).ok).toBe(true);
  expect(await refused()).toEqual([]);
});

test('a bot that cannot sign takes no click but an abort, and that is written down too', async () => {
  const words = { en: 'another key', ko: '다른 키' };
  const deaf = bot.deskOver({ ...bot.engine, takesNoClicks: () => words });
  const ask = openAsk(await bot.run(run));
  const click = {
    run,
    step: 'move-leader',
    attempt: ask?.step.attempt ?? 0,
    nonce: ask?.asked.digest ?? '',
    by: seoyeon,
  };
  expect(await deaf.answer({ ...click, answer: 'approve', via: 'button' })).toMatchObject({
    ok: false,
    words,
  });
  expect(await refused()).toEqual([['approve', seoyeon.id, 'another key']]);
  expect((await deaf.abort(run, jihun, 'slash')).ok).toBe(true);
});
