import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Journal } from '../../src/ports/journal.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { seoyeon } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => world.close());

const click = {
  step: 'snapshot',
  attempt: 0,
  nonce: '',
  answer: 'approve',
  by: seoyeon,
  via: 'button',
} as const;

test('an answer to a run that is not there says where runs are listed', async () => {
  const bot = await world.bot();
  expect(await bot.desk.answer({ ...click, run: 'run-nowhere' })).toMatchObject({
    ok: false,
    words: { en: 'There is no run run-nowhere. /pks runs lists them.' },
  });
});

test('an answer that others keep writing before is tried eight times, and then nothing is said to be taken', async () => {
  let tries = 0;
  const wrap = (journal: Journal<RunEvent>): Journal<RunEvent> => ({
    ...journal,
    write: async what => {
      if (!what.events.some(event => event.kind === 'abort-requested')) return journal.write(what);
      tries += 1;
      return { ok: false, because: 'moved', seq: 0 } as never; // somebody was first, whatever its shape
    },
  });
  const bot = await world.bot({ wrap });
  const run = await bot.start();
  const answered = await bot.desk.abort(run, seoyeon, 'slash');
  expect(answered).toMatchObject({ ok: false, words: { en: expect.stringContaining('nothing was taken') } });
  expect(tries).toBe(8);
});
