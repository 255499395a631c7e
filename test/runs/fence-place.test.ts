import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reconcile } from '../../src/engine/reconcile.ts';
import type { FencePlace } from '../../src/ports/jump-host.ts';
import { otherFence } from '../../src/runs/fence-place.ts';
import { stepOf } from '../../src/runs/run.ts';
import { same } from '../../src/words.ts';
import { began, seoyeon, thisPlace } from '../support/a-run.ts';
import { aDeclared, aTurn } from '../support/a-turn.ts';
import { dyingAt } from '../support/small-world/mortal-journal.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

/** Each way in which the fence that is asked is not surely the one that the intent was written for. */
const others: readonly (readonly [string, FencePlace | undefined, FencePlace | undefined, string])[] = [
  [
    'a rebuilt jump host',
    thisPlace,
    { id: 'ffffffff-new', host: 'jump', boot: 'b008' },
    'jump (ffffffff) answers now',
  ],
  ['a changed folder', thisPlace, { ...thisPlace, id: 'ffffffff-new' }, 'jump (ffffffff) answers now'],
  ['an emptied folder, or a container without its volume', thisPlace, undefined, 'has no identity'],
  [
    'a name that leads to two machines',
    thisPlace,
    { id: 'ffffffff-new', host: 'jump-2', boot: 'b009' },
    'jump-2 (ffffffff) answers now',
  ],
  [
    'a copy of the folder on another machine',
    thisPlace,
    { ...thisPlace, host: 'jump-2' },
    'the same folder, which may be a copy',
  ],
  [
    'a machine that came back as it was before',
    thisPlace,
    { ...thisPlace, boot: 'b008' },
    'jump was started anew',
  ],
  ['an intent of an earlier version', undefined, thisPlace, 'an earlier version'],
];

describe('a missing record', () => {
  test.each(others)('is no proof behind %s', (_what, meant, found, said) => {
    const words = otherFence(meant, found);
    expect(words?.en).toContain(said);
    expect(words?.en).toContain('no record of it is where it was looked for, which proves nothing');
    expect(words?.ko).toMatch(/^확인한 곳에 기록이 없지만/);
  });
  test('is proof behind the very fence of the intent, and behind no other', () => {
    const word = fc.constantFrom('a', 'b', 'c');
    const place = fc.record({ id: word, host: word, boot: word });
    const maybe = fc.option(place, { nil: undefined });
    fc.assert(
      fc.property(maybe, maybe, (meant, found) => {
        const isSame =
          meant !== undefined &&
          found !== undefined &&
          meant.id === found.id &&
          meant.host === found.host &&
          meant.boot === found.boot;
        expect(otherFence(meant, found) === null).toBe(isSame);
      }),
    );
  });
});

describe.each(others)('an intent without an end, behind %s', (_what, meant, found) => {
  const intent = { ...began('act'), place: meant } as ReturnType<typeof began>;
  const notYet = aDeclared({ proof: () => ({ state: 'not-yet', words: same('nothing is there') }) });
  const over = async (states: readonly [look: string, burn: string]) => {
    const [look, burn] = states.map(state => async () => ({ state, place: found }));
    const turn = aTurn({ step: notYet, events: [intent], ...(look && burn ? { look, burn } : {}) });
    await reconcile(turn.turn, turn.at);
    return turn.events();
  };
  test.each([
    ['never-started', 'burnt'],
    ['burnt', 'burnt'],
  ] as const)('is put before a person where the fence says %s', async (...states) => {
    const all = await over(states);
    expect(all.map(each => each.kind)).toEqual(['asked']);
    expect(all[0]).toMatchObject({
      ask: 'settle',
      options: ['happened', 'again', 'abort'],
      why: { en: expect.stringContaining(otherFence(meant, found)?.en ?? '-') },
    });
  });
  test('is followed where the record is there: that is proof, wherever it lies', async () => {
    const all = await over(['running', 'burnt']);
    expect(all.map(each => each.kind)).toEqual(['noted', 'ended']);
  });
});

describe('a fence that is lost in the middle of a recreate', () => {
  let world: SmallWorld;
  beforeEach(() => {
    world = smallWorld();
  });
  afterEach(() => world.close());
  const recreates = () => world.truth.effects.filter(effect => effect === 'recreate').length;
  const orphaned = async () => {
    const mortal = dyingAt(
      (_nth, events) => events.some(e => e.kind === 'task' && e.step === 'recreate'),
      'after',
    );
    const first = await world.bot({ wrap: mortal.wrap });
    const run = await first.start();
    await Promise.race([first.play(run), mortal.died]);
    first.die();
    return run;
  };

  test('its command is not run again: the Director and the world say how it ended', async () => {
    const run = await orphaned();
    world.host.lose();
    const over = await (await world.bot()).play(run);
    expect(over.finished?.outcome).toBe('healed');
    expect(recreates()).toBe(1);
    expect(stepOf(over, 'recreate')?.settled?.words.en).toMatch(
      /^Its end was not seen \(no record of it .* has no identity.*the world shows it done\. The Director ended task 204518/,
    );
  });

  test('an intent whose start nobody saw is asked about, and only a person has it run', async () => {
    const mortal = dyingAt(
      (_nth, events) => events.some(e => e.kind === 'began' && e.step === 'recreate'),
      'after',
    );
    const first = await world.bot({ wrap: mortal.wrap });
    const run = await first.start();
    await Promise.race([first.play(run), mortal.died]);
    first.die();
    world.host.lose();
    const second = await world.bot();
    const asked = stepOf(await second.play(run), 'recreate');
    expect(asked).toMatchObject({ state: 'asking', asked: { ask: 'settle' } });
    expect(recreates()).toBe(0);
    await second.answer(run, seoyeon, 'again');
    expect((await second.play(run)).finished?.outcome).toBe('healed');
    expect(recreates()).toBe(1);
  });

  test('between the intent and the start it starts nothing, and a person is told what differs', async () => {
    const bot = await world.bot({
      wrap: journal => ({
        ...journal,
        write: async what => {
          const written = await journal.write(what);
          if (what.events.some(e => e.kind === 'began' && e.step === 'recreate')) world.host.lose();
          return written;
        },
      }),
    });
    const run = await bot.start();
    const asked = stepOf(await bot.play(run), 'recreate')?.asked;
    expect(asked).toMatchObject({
      ask: 'stuck',
      why: { en: expect.stringContaining('Nothing ran: another fence') },
    });
    expect(recreates()).toBe(0);
  });
});
