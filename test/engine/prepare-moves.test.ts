import { describe, expect, test } from 'vitest';
import { leaveOut, noSuchStep, prepare, stuck } from '../../src/engine/prepare.ts';
import { commandFor, isRefused, peopleOf, refusals } from '../../src/engine/step-now.ts';
import { missed } from '../../src/readings/reading.ts';
import { check } from '../../src/runbooks/step-context.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { same } from '../../src/words.ts';
import { aborted } from '../support/a-click.ts';
import { follower, leader } from '../support/a-cluster.ts';
import { approved, asked as askedOf, began, jihun, seoyeon, settled } from '../support/a-run.ts';
import { aContext, aDeclared, aHold, aTurn, type StepChange } from '../support/a-turn.ts';

const yes = check('yes', true, same('this holds'));
const no = (words: string) => check('no', false, same(words));
const asked = (events: readonly RunEvent[]) => {
  const [event] = events;
  return event?.kind === 'asked' ? event : expect.fail(`${event?.kind} was written, and nobody asked`);
};
const abort = aborted(jihun);
const considered = async (world: Parameters<typeof aTurn>[0]) => {
  const turn = aTurn(world);
  return { ...turn, onward: await prepare(turn.turn, turn.at) };
};

describe('before a step', () => {
  test('people are asked, with the command, its guards and how many serve meanwhile', async () => {
    const {
      onward,
      events,
      wrote,
      asked: looks,
    } = await considered({ step: aDeclared({ guards: () => [yes], needs: ['vms'] }) });
    expect(onward).toBe('parked');
    expect(wrote).toHaveLength(1);
    expect(wrote[0]).toMatchObject({ then: 'park', seenSeq: 1 });
    expect(asked(events())).toMatchObject({
      step: 'act',
      attempt: 1,
      ask: 'approve',
      options: ['approve', 'abort'],
      people: 1,
      guards: [yes],
      why: {
        en: '2 of 3 members are healthy; while this runs 2 serve; quorum is 2; so 1 person approves, the requester not counted',
        ko: '멤버 3대 중 2대 정상, 실행 중에는 2대, 쿼럼은 2. 따라서 1명의 승인이 필요합니다(요청자 제외)',
      },
    });
    expect(looks).toEqual([{ needs: ['director', 'vms'], seconds: null }]);
  });
  test('the run goes on where somebody wrote meanwhile', async () => {
    const written = { ok: false, why: 'moved' } as const;
    expect((await considered({ written })).onward).toBe('on');
    expect((await considered({ written, step: aDeclared({ guards: () => [no('x')] }) })).onward).toBe('on');
  });
  test('nothing is asked for what asks nobody: it begins', async () => {
    const { onward, events, commands } = await considered({ step: aDeclared({ kind: 'check' }) });
    expect(onward).toBe('on');
    expect(events().map(each => each.kind)).toEqual(['began', 'ended']);
    expect(commands.map(each => each.argv)).toEqual([['govc', 'about']]);
  });
  test('one that is not needed is left out, and says why', async () => {
    const { onward, events } = await considered({ step: aDeclared({ skip: () => same('it runs already') }) });
    expect(onward).toBe('on');
    expect(events()).toEqual([
      {
        kind: 'settled',
        step: 'act',
        attempt: 1,
        outcome: 'skipped',
        words: same('it runs already'),
        facts: {},
      },
    ]);
  });
  test('one that a bot of another declaration would leave out is put before a person', async () => {
    const { events } = await considered({
      step: aDeclared({ skip: () => same('it runs already') }),
      planned: aDeclared({ version: 2 }),
    });
    const ask = asked(events());
    expect(ask.ask).toBe('approve-or-skip');
    expect(ask.why.en).toMatch(
      /^This bot declares this step differently from the bot that planned the run: .* it runs already 2 of 3 members/,
    );
  });
  test('one that people may prefer to leave out is offered, even where it asks nobody', async () => {
    const { events } = await considered({
      step: aDeclared({ kind: 'check', offerSkip: () => same('it may wait') }),
    });
    expect(asked(events())).toMatchObject({
      ask: 'approve-or-skip',
      options: ['skip', 'approve', 'abort'],
      people: 1,
    });
  });
  test('a declaration that differs asks one person where nobody would be asked', async () => {
    const { events } = await considered({
      step: aDeclared({ kind: 'check' }),
      planned: aDeclared({ kind: 'check', version: 2, risk: same('old') }),
    });
    expect(asked(events()).people).toBe(1);
    expect(asked(events()).why.en).toContain('risk: planned "old", now "none"');
  });
  test('a step that this bot does not know waits for a person', async () => {
    const { events, onward } = await considered({ undeclared: true });
    expect(onward).toBe('parked');
    expect(asked(events())).toMatchObject({ ask: 'stuck', why: { en: noSuchStep.en, ko: noSuchStep.ko } });
  });
  test('a world that can’t be read, twice, waits for a person', async () => {
    const { events, asked: looks } = await considered({ contexts: [missed(same('The Director is away.'))] });
    expect(asked(events())).toMatchObject({
      ask: 'stuck',
      why: { en: expect.stringContaining('The Director is away.') },
    });
    expect(looks).toHaveLength(2);
  });
  test('guards that say no wait for a person, each that does in one sentence', async () => {
    const guards = [yes, no('2 masters are down'), no('a task runs')];
    const { events, asked: looks } = await considered({ step: aDeclared({ guards: () => guards }) });
    expect(asked(events())).toMatchObject({ ask: 'stuck', guards, people: 0 });
    expect(asked(events()).why.en).toMatch(/^2 masters are down; a task runs\. Look at the cluster/);
    expect(looks).toHaveLength(2);
  });
  test('a guard that said no once only is in nobody’s way; what is not needed has no guards to hold', async () => {
    let looks = 0;
    const step = aDeclared({ guards: () => (looks++ === 0 ? [no('a hash was not read')] : [yes]) });
    expect(asked((await considered({ step })).events()).ask).toBe('approve');
    const needless = await considered({
      step: aDeclared({ skip: () => same('not needed'), guards: () => [no('x')] }),
    });
    expect(needless.asked).toHaveLength(1);
    expect(needless.events()[0]).toMatchObject({ outcome: 'skipped' });
  });
  test('one of which no command can be made waits with the reason', async () => {
    const none = await considered({ step: aDeclared({ act: () => null }) });
    expect(asked(none.events()).why.en).toContain('What this step needs for its command can’t be read now.');
    const broken = await considered({
      step: aDeclared({
        act: () => {
          throw new Error('../x is not a VM CID');
        },
      }),
    });
    expect(asked(broken.events()).why.en).toContain(
      'No command can be made of what was read: ../x is not a VM CID. Nothing ran.',
    );
  });
});

describe('a step that is approved together with another one', () => {
  const cover = aDeclared({ id: 'cover' });
  const coveredBy = (id: string) => [askedOf(id), approved(id, seoyeon), began(id), settled(id)];
  const covered = (change: StepChange = {}) => aDeclared({ coveredBy: 'cover', ...change });
  const world = (events: readonly RunEvent[], change: StepChange = {}) =>
    considered({ step: covered(change), others: [cover], events });
  test('begins, and asks nobody again', async () =>
    expect((await world(coveredBy('cover'))).events()[0]).toMatchObject({ kind: 'began' }));
  test('asks where the other was not approved, or leaving it out is offered', async () => {
    expect(asked((await world([])).events())).toMatchObject({ ask: 'approve', people: 1 });
    const offered = await world(coveredBy('cover'), { offerSkip: () => same('it may wait') });
    expect(asked(offered.events())).toMatchObject({ ask: 'approve-or-skip' });
    expect(
      asked(
        (
          await considered({
            step: covered(),
            others: [cover, aDeclared({ id: 'x' })],
            events: coveredBy('x'),
          })
        ).events(),
      ).ask,
    ).toBe('approve');
  });
  test('says so', () =>
    expect(peopleOf(covered(), aContext(), { change: 1, belowQuorum: 2 }, true)).toEqual({
      people: 0,
      why: { en: 'approved together with cover', ko: 'cover과 함께 승인됨' },
    }));
});

test.for([
  [[], 1, 'while this runs 2 serve; quorum is 2; so 1 person approves'],
  [[follower], 2, 'while this runs 1 serve; quorum is 2; so 2 people approve'],
  [[leader, follower], 2, 'while this runs 0 serve; quorum is 2; so 2 people approve'],
] as const)('a step that takes down %j asks %i', ([down, people, words]) => {
  const asks = peopleOf(
    aDeclared({ takesDown: () => down }),
    aContext(),
    { change: 1, belowQuorum: 2 },
    false,
  );
  expect(asks.people).toBe(people);
  expect(asks.why.en).toContain(words);
});

test.for([
  [3, 3, '3 people approve'],
  [1, 2, '2 people approve'],
] as const)(
  'a change that itself asks for %i, and by its effect for two, asks %i',
  ([asks, people, words]) => {
    const step = aDeclared({ asks, takesDown: () => [follower] });
    const asked = peopleOf(step, aContext(), { change: 1, belowQuorum: 2 }, false);
    expect(asked.people).toBe(people);
    expect(asked.why.en).toContain(words);
  },
);

describe('a run that is stuck', () => {
  const why = same('Nobody knows');
  test('asks a person to look, with the step’s own options', async () => {
    const { turn, at, wrote, events } = aTurn({ step: aDeclared({ skippable: true }) });
    expect(
      await stuck(turn, at, why, {
        step: aDeclared({ skippable: true }),
        context: aContext(),
        guards: [yes],
      }),
    ).toBe('parked');
    expect(wrote[0]).toMatchObject({ then: 'park' });
    expect(asked(events())).toMatchObject({
      options: ['again', 'skip', 'abort'],
      people: 0,
      guards: [yes],
      why: {
        en: 'Nobody knows. Look at the cluster (`/pks etcd-status`) and the output above, then try again or abort.',
      },
    });
    expect(Object.keys(asked(events()).witness).length).toBeGreaterThan(0);
  });
  test('has no witness, declaration or guards where nothing was looked at', async () => {
    const { turn, at, events } = aTurn();
    await stuck(turn, at, why);
    expect(asked(events())).toMatchObject({ witness: {}, guards: [], options: ['again', 'abort'] });
    expect(asked(events())).not.toHaveProperty('declared');
  });
  test('gives the step up where somebody asked to stop', async () => {
    const { turn, at, events } = aTurn({ events: [abort] });
    expect(await stuck(turn, at, why)).toBe('on');
    expect(events()).toEqual([
      { kind: 'settled', step: 'act', attempt: 1, outcome: 'failed', words: why, facts: {} },
    ]);
  });
});

test('a person leaves a step out, by name', async () => {
  const { turn, at, events } = aTurn();
  expect(await leaveOut(turn, at, 'seoyeon')).toBe('on');
  expect(events()).toEqual([
    {
      kind: 'settled',
      step: 'act',
      attempt: 1,
      outcome: 'skipped',
      words: { en: 'Left out by seoyeon.', ko: 'seoyeon 님이 건너뛰었습니다.' },
      facts: {},
    },
  ]);
});

test('the guards that say no are one sentence, and any of them refuses', () => {
  expect(refusals([yes, no('a'), no('b')])).toEqual(same('a; b'));
  expect(isRefused(aDeclared({ guards: () => [yes, no('a')] }), aContext())).toBe(true);
  expect(isRefused(aDeclared({ guards: () => [yes] }), aContext())).toBe(false);
});

test('a hold needs no command', () => {
  expect(commandFor(aHold(5), aContext())).toEqual({
    command: null,
  });
  expect(commandFor(aDeclared(), aContext())).toMatchObject({ command: { argv: ['govc', 'about'] } });
});
