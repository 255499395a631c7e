import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { powerOffId, powerOnId } from '../../src/runbooks/powered-off.ts';
import { openAsk, type Run, stepOf } from '../../src/runs/run.ts';
import { alice, jihun, seoyeon } from '../support/a-run.ts';
import { cases } from '../support/golden/cases.ts';
import {
  type Bot,
  notesOf,
  outcomes,
  type SmallWorld,
  smallWorld,
} from '../support/small-world/small-world.ts';
import { deployment, follower, fullFolder, leader, type Truth } from '../support/small-world/truth.ts';

let world: SmallWorld;
let bot: Bot;
const open = async (truth = {}) => {
  world = smallWorld(truth);
  bot = await world.bot();
};
afterEach(() => world.close());

const [off, on] = [powerOffId(leader), powerOnId(leader)];
const asking = (step: string) => (run: Run) => openAsk(run)?.step.planned.id === step;
const asksOf = async (run: string) =>
  (await bot.journal.read(run)).flatMap(({ event }) => (event.kind === 'asked' ? [event.step] : []));
const askedOf = (run: Run) => openAsk(run)?.asked ?? expect.fail('nobody is asked');
const approve = async (run: string, people = [seoyeon, alice]) => {
  for (const by of people) await bot.answer(run, by, 'approve');
};
/** Between two acts of the window: right after the first has settled. */
const afterFirst = (step: string, change: () => void | Promise<void>) => {
  const { journal } = bot.engine;
  const { write } = journal;
  Object.assign(journal, {
    write: async (what: Parameters<typeof write>[0]) => {
      const written = await write(what);
      if (what.events.some(event => event.kind === 'settled' && event.step === step)) await change();
      return written;
    },
  });
};
const effects = (from: string) => {
  const { effects: all } = world.truth;
  return all.slice(all.lastIndexOf(from));
};

describe('from the second power-off to the first power-on', () => {
  let run = '';
  beforeEach(async () => {
    await open();
    run = await bot.start('original');
    await bot.play(run, asking(off));
  });

  test('is asked once: each command with the state that it meets, the most people, and what an abort runs', async () => {
    const asked = askedOf(await bot.run(run));
    expect(asked.people).toBe(2);
    expect(
      asked.window?.steps.map(({ step, line }) => [step, line.split(' ').slice(0, 3).join(' ')]),
    ).toEqual([
      [off, 'govc vm.power -off'],
      [on, 'govc vm.power -on'],
    ]);
    expect(asked.window?.steps.at(-1)?.witness).toEqual({
      [`vCenter ${leader}`]: `off ${leader.split('/')[1]}`,
    });
    expect(asked.window?.safe.map(({ after, step }) => [after, step])).toEqual([[off, `undo-${on}`]]);
  });
  test('runs both acts on that one ask, and says who approved', async () => {
    await approve(run);
    const over = await bot.play(run);
    expect(over.finished?.outcome).toBe('healed');
    expect(await asksOf(run)).not.toContain(on);
    expect(over.steps.flatMap(step => step.voided)).toEqual([]);
    expect(stepOf(over, on)?.approvedBy.map(({ id }) => id)).toEqual([seoyeon.id, alice.id]);
  });
  test('reads nothing but that one VM in between', async () => {
    const needs: (readonly string[])[] = [];
    const { context } = bot.engine.observer;
    Object.assign(bot.engine.observer, {
      context: (...args: Parameters<typeof context>) => {
        if (world.truth.power[leader] === 'off') needs.push(args[1]);
        return context(...args);
      },
    });
    await approve(run);
    await bot.play(run, now => stepOf(now, on)?.began !== null);
    expect(needs.length).toBeGreaterThan(2);
    for (const each of needs) expect([each.includes('alone'), each.includes('vms')]).toEqual([true, false]);
  });
  test('any other state voids what is left; the card says what a stop leaves, and a click on the old one is stale', async () => {
    const old = askedOf(await bot.run(run));
    afterFirst(off, () => {
      world.truth.power[leader] = 'on';
    });
    await approve(run);
    const now = await bot.untilAsked(run);
    const step = stepOf(now, on);
    expect(step?.voided[0]?.approvals.map(({ id }) => id)).toEqual([seoyeon.id, alice.id]);
    expect(step?.voided[0]?.differences[0]?.en).toContain(`vCenter ${leader}: off`);
    // It is on, which is what the act wanted: it is left out by itself.
    expect(step?.settled?.outcome).toBe('skipped');
    const click = { run, step: off, attempt: old.attempt, nonce: old.digest.slice(0, 16) };
    expect(await bot.desk.answer({ ...click, answer: 'approve', by: alice, via: 'button' })).toMatchObject({
      ok: false,
    });
  });
  test('a state that cannot be read stands still there, and says what an abort runs', async () => {
    afterFirst(off, () => {
      world.truth.unreadable = { en: 'vCenter is away', ko: 'vCenter 응답 없음' };
    });
    await approve(run);
    const asked = askedOf(await bot.untilAsked(run));
    expect(asked.ask).toBe('stuck');
    expect(asked.why.en).toContain(
      'A stop here leaves: no quorum: the control plane is down until master/8cdf6298 is on again. Abort runs what makes it safe: Power on master/8cdf6298.',
    );
    world.truth.unreadable = null;
    await bot.answer(run, seoyeon, 'again');
    expect(askedOf(await bot.untilAsked(run))).toMatchObject({ step: on, ask: 'approve' });
  });
  test('an abort inside runs what makes it safe, without asking again, and the rest is offered', async () => {
    afterFirst(off, async () => void (await bot.desk.abort(run, jihun, 'slash')));
    await approve(run);
    const now = await bot.untilAsked(run);
    expect(effects('power-off')).toEqual(['power-off', 'power-on']);
    expect(stepOf(now, `undo-${on}`)).toMatchObject({
      settled: { outcome: 'done' },
      approvedBy: [{ id: seoyeon.id }, { id: alice.id }],
    });
    expect(openAsk(now)?.step.planned.id).toBe(`undo-${powerOnId(follower)}`);
  });
  test('an abort before it began powers nothing on', async () => {
    await bot.answer(run, seoyeon, 'abort');
    await bot.untilAsked(run);
    expect(effects('power-off')).toEqual(['power-off']);
  });
  test('one who approved and may no longer voids what is left', async () => {
    afterFirst(off, () => {
      Object.assign(bot.engine, { membership: async () => ({ state: 'deactivated' }) });
    });
    await approve(run);
    const now = await bot.untilAsked(run);
    expect(stepOf(now, on)?.voided[0]?.differences[0]?.en).toContain('deactivated');
    expect(openAsk(now)?.asked).toMatchObject({ step: on, ask: 'approve', people: 1 });
  });
  test('the whole is asked anew where a later command would be another one', async () => {
    await approve(run, [seoyeon]);
    const { runbooks } = bot.engine;
    Object.assign(bot.engine, {
      runbooks: runbooks.map(book => ({
        ...book,
        steps: (cast: Parameters<typeof book.steps>[0]) =>
          book
            .steps(cast)
            .map(step =>
              step.id === on
                ? { ...step, guards: () => [{ name: 'x', ok: false, words: { en: 'x', ko: 'x' } }] }
                : step,
            ),
      })),
    });
    await bot.answer(run, alice, 'approve');
    const now = await bot.untilAsked(run);
    expect(stepOf(now, off)?.voided).toHaveLength(1);
    expect(askedOf(now).window).toBeUndefined();
    expect(effects('power-off')).toEqual(['power-off']);
  });
});

describe('the replacement of a member', () => {
  let run = '';
  const window = ['stop-etcd', 'member-remove', 'set-aside', 'member-add', 'monit-start'];
  beforeEach(async () => {
    await open(cases['replace-member'].truth);
    run = await bot.start('replace-member');
    await bot.untilAsked(run);
  });

  test('is asked once, by one person, from its stop to its start, and each state is as it was expected', async () => {
    const asked = askedOf(await bot.run(run));
    expect(asked.window?.steps.map(({ step }) => step)).toEqual(window);
    expect(asked.people).toBe(1);
    const over = await bot.play(run);
    expect(over.finished?.outcome).toBe('healed');
    expect(over.steps.flatMap(step => step.voided)).toEqual([]);
    expect(await asksOf(run)).toEqual(['stop-etcd', 'recreate']);
  });
  const task = { id: '9', state: 'processing', description: 'create deployment', deployment, user: 'x' };
  test.each<[string, string, (truth: Truth) => object, string]>([
    ['the leadership moved', 'member-remove', () => ({ leads: follower }), 'leader: '],
    ['a task began', 'stop-etcd', () => ({ tasks: [task] }), 'running tasks: '],
    ['a healthy etcd stopped', 'set-aside', () => ({ ill: new Set([follower]) }), 'quorum: '],
    ['it was listed again', 'set-aside', () => ({ listedAs: 'someone' }), 'members: '],
    ['its data are back', 'member-add', () => ({ files: fullFolder }), 'data: '],
    ['monit has it again', 'stop-etcd', () => ({ monitored: true }), 'etcd process: '],
  ])('%s: what is left is void, and nothing more begins', async (_name, after, change, fact) => {
    let done: readonly string[] = [];
    afterFirst(after, () => {
      Object.assign(world.truth, change(world.truth));
      done = [...world.truth.effects];
    });
    await approve(run, [seoyeon]);
    const now = await bot.untilAsked(run);
    expect(
      now.steps
        .flatMap(step => step.voided)
        .flatMap(each => each.differences.map(({ en }) => en))
        .join('; '),
    ).toContain(fact);
    expect(world.truth.effects).toEqual(done);
    expect(askedOf(now).why.en).toContain('A stop here leaves: ');
  });
  test('after the addition an abort starts the member, so that none is left half-added', async () => {
    afterFirst('member-add', async () => void (await bot.desk.abort(run, jihun, 'slash')));
    await approve(run, [seoyeon]);
    const over = await bot.untilAsked(run);
    expect(effects('member-add')).toEqual(['member-add', 'monit-start']);
    expect(outcomes(over)).toContain('undo-member-add done');
    expect(over.finished?.outcome).toBe('aborted');
    expect(notesOf(over)).toEqual([]);
  });
  test('a step that stands still ends the window: the rest asks anew, in a window of its own', async () => {
    world.truth.joinsWhenStarted = true;
    const letGo = world.host.holdBack('member-remove');
    await approve(run, [seoyeon]);
    const driving = bot.untilAsked(run);
    while (!world.truth.effects.includes('member-remove')) await world.time.clock.sleep(100);
    world.truth.unreadable = { en: 'The Director is away', ko: 'Director 응답 없음' };
    letGo();
    expect(askedOf(await driving)).toMatchObject({ step: 'member-remove', ask: 'stuck' });
    world.truth.unreadable = null;
    await bot.answer(run, seoyeon, 'again');
    const asked = askedOf(await bot.untilAsked(run));
    expect([asked.step, asked.window?.steps.map(({ step }) => step)]).toEqual(['set-aside', window.slice(2)]);
    expect(world.truth.effects.filter(each => each === 'member-remove')).toHaveLength(1);
  });
});
