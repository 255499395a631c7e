import { describe, expect, test } from 'vitest';
import { conclude } from '../../src/engine/conclude.ts';
import { noSuchStep } from '../../src/engine/prepare.ts';
import { keepEnd } from '../../src/engine/result-cache.ts';
import { missed } from '../../src/readings/reading.ts';
import type { Proof, StepContext } from '../../src/runbooks/runbook.ts';
import { same } from '../../src/words.ts';
import { ranOf } from '../readings/ran.ts';
import { aborted } from '../support/a-click.ts';
import { began, ended, jihun } from '../support/a-run.ts';
import { aDeclared, aHold, aTurn, type StepChange } from '../support/a-turn.ts';

const abort = aborted(jihun);
const over = [began('act'), ended('act')];
const failed = [began('act'), ended('act', { exitCode: 1 })];
const proving = (proof: Proof, change: StepChange = {}) => aDeclared({ proof: () => proof, ...change });
/** Counts only looks at the run: the digest of a step tries its proof on worlds of its own. */
const lookByLook = (proofAt: (look: number) => Proof | undefined) => {
  let looks = 0;
  return (context: StepContext): Proof => (context.run === '7f3a' ? (proofAt(looks++) ?? broken) : broken);
};
const broken: Proof = { state: 'broken', words: same('the VM is still there') };
const settled = async (world: Parameters<typeof aTurn>[0], ran = ranOf(['govc'])) => {
  const turn = aTurn({ events: over, ...world });
  keepEnd(turn.turn, '7f3a-act-1', ran);
  const onward = await conclude(turn.turn, turn.at);
  const [event] = turn.events();
  return { ...turn, onward, event: event ?? expect.fail('nothing was written') };
};
const outcome = async (...args: Parameters<typeof settled>) => {
  const { event, onward } = await settled(...args);
  expect(onward).toBe('on');
  return event.kind === 'settled' ? event : expect.fail(`${event.kind} was written`);
};
const ask = async (...args: Parameters<typeof settled>) => {
  const { event, onward } = await settled(...args);
  expect(onward).toBe('parked');
  return event.kind === 'asked' ? event : expect.fail(`${event.kind} was written`);
};

describe('a command that is over', () => {
  test('is done where the world shows it, whatever its exit code', async () => {
    for (const events of [over, failed])
      expect(await outcome({ events })).toEqual({
        kind: 'settled',
        step: 'act',
        attempt: 1,
        outcome: 'done',
        words: same('it is done'),
        facts: { by: 'proof' },
      });
    expect((await outcome({ step: proving({ state: 'holds', words: same('so') }) })).facts).toEqual({});
  });
  test('failed as it had to where the step knows its words', async () => {
    const step = aDeclared({
      expects: ran => (ran.stdout === 'post-start failed' ? same('As expected.') : null),
    });
    expect(await outcome({ step }, ranOf(['govc'], { stdout: 'post-start failed' }))).toMatchObject({
      outcome: 'failed-as-expected',
      words: same('As expected. it is done'),
    });
    expect((await outcome({ step })).outcome).toBe('done');
  });
  test('did nothing where the world does not show it: a person is asked', async () => {
    expect(await ask({ step: proving(broken) })).toMatchObject({
      ask: 'stuck',
      why: { en: expect.stringMatching(/^Read back: the VM is still there\. Look at the cluster/) },
    });
    expect(
      (await ask({ step: proving(broken), events: failed }, ranOf(['govc'], { exitCode: 1 }))).why,
    ).toMatchObject({
      en: expect.stringMatching(/^It exited 1\. Read back: the VM is still there\./),
      ko: expect.stringMatching(/^exit 1\. 확인 결과: the VM is still there\./),
    });
  });
  test('has what its tool said beside what is read, and not twice', async () => {
    const ran = ranOf(['bosh'], {
      exitCode: 1,
      stderr: "Performing request GET 'https://127.0.0.1:1/x':\n connection refused",
    });
    const why = (await ask({ step: proving(broken), events: failed }, ran)).why.en;
    expect(why).toMatch(
      /^It exited 1\. The Director does not answer at https:\/\/127\.0\.0\.1:1\/x .* Read back: the VM is still there\./,
    );
    const said = /The Director does not answer.*may go on\./.exec(why)?.[0] ?? '';
    const same2 = proving({ state: 'broken', words: { en: said, ko: said } });
    expect((await ask({ step: same2, events: failed }, ran)).why.en.split('does not answer at')).toHaveLength(
      2,
    );
  });
  test('that had no exit code says how it ended', async () => {
    const events = [
      began('act'),
      ended('act', { end: 'deadline', exitCode: null, why: 'no end within 60 s' }),
    ];
    expect(
      (await ask({ step: proving(broken), events }, ranOf(['govc'], { end: 'deadline' }))).why.en,
    ).toContain('no end within 60 s. Read back: the VM is still there.');
    const unsaid = [began('act'), ended('act', { end: 'killed', exitCode: null, why: null })];
    expect(
      (await ask({ step: proving(broken), events: unsaid }, ranOf(['govc'], { end: 'killed' }))).why.en,
    ).toContain('killed. Read back');
  });
  test('is watched until it shows, and not longer than the patience of 30 s', async () => {
    const step = aDeclared({
      proof: lookByLook(look =>
        look < 3 ? { state: 'not-yet', words: same('not yet') } : { state: 'holds', words: same('at last') },
      ),
    });
    const { event, asked } = await settled({ step });
    expect(event).toMatchObject({ outcome: 'done', words: same('at last') });
    expect(asked).toHaveLength(4);
    const never = await settled({ step: proving({ state: 'not-yet', words: same('not yet') }) });
    expect(never.event).toMatchObject({
      kind: 'asked',
      why: { en: expect.stringContaining('Read back: not yet.') },
    });
    expect(never.asked).toHaveLength(32);
    expect(never.asked.at(-1)?.seconds).toBe(31);
  });
  test('is not judged by a world that can’t be read', async () =>
    expect((await ask({ contexts: [missed(same('vCenter is away'))] })).why.en).toContain(
      'Read back: vCenter is away.',
    ));
  test('whose output is all the proof reads nothing', async () => {
    const step = aDeclared({
      proofNeeds: 'output',
      proof: (context, ran) => ({
        state: 'holds',
        words: same(`${context.seen.masters.length} ${ran?.stdout}`),
      }),
    });
    const { event, asked } = await settled({ step }, ranOf(['govc'], { stdout: 'saved' }));
    expect(event).toMatchObject({ words: same('0 saved') });
    expect(asked).toEqual([]);
  });
  test('reads what its proof needs, and nothing else', async () =>
    expect((await settled({ step: aDeclared({ needs: ['vms'], proofNeeds: ['service'] }) })).asked).toEqual([
      { needs: ['service'], seconds: 0 },
    ]));
});

describe('a command that never started', () => {
  const ran = ranOf(['govc'], { end: 'not-started', exitCode: null, why: 'govc is not installed' });
  test('ran nothing, and a person is asked', async () => {
    const { event, asked } = await settled({}, ran);
    expect(event).toMatchObject({
      kind: 'asked',
      ask: 'stuck',
      why: { en: expect.stringMatching(/^Nothing ran: govc is not installed\./) },
    });
    expect(asked).toEqual([]);
  });
  test('is cancelled where somebody asked to stop', async () =>
    expect(await outcome({ events: [...over, abort] }, ran)).toMatchObject({
      outcome: 'cancelled',
      words: { en: 'Nothing ran: govc is not installed.' },
    }));
});

describe('after an abort', () => {
  test('what finished anyway is done, and says so', async () =>
    expect(await outcome({ events: [...over, abort] })).toMatchObject({
      outcome: 'done',
      words: {
        en: 'Abort was asked for, and it finished anyway. it is done',
        ko: '중단이 요청되었지만 끝까지 완료되었습니다. it is done',
      },
    }));
  test('what did not is cancelled, with what is read now', async () => {
    const events = [began('act'), ended('act', { exitCode: 1 }), abort];
    expect(await outcome({ events, step: proving(broken) }, ranOf(['govc'], { exitCode: 1 }))).toMatchObject({
      outcome: 'cancelled',
      words: {
        en: 'Aborted. It exited 1. Now: the VM is still there.',
        ko: '중단됨. exit 1. 현재: the VM is still there',
      },
      facts: {},
    });
  });
  test('nothing is watched any longer', async () =>
    expect(
      (await settled({ events: [...over, abort], step: proving({ state: 'not-yet', words: same('x') }) }))
        .asked,
    ).toHaveLength(1));
});

describe('a bot that declares the step otherwise', () => {
  const world = {
    step: aDeclared({ risk: same('new') }),
    planned: aDeclared({ version: 2, risk: same('old') }),
  };
  test('concludes nothing, and asks which with what it reads', async () => {
    const event = await ask(world);
    expect(event.ask).toBe('settle');
    expect(event.why.en).toMatch(
      /^Its command is over\. This bot declares this step differently from the bot that began it: risk: .* Seen now: it is done\. Look, then say which\.$/,
    );
    expect(event.options).toEqual(['happened', 'again', 'abort']);
  });
  test('after an abort only says that it is over', async () =>
    expect(await outcome({ ...world, events: [...over, abort] })).toMatchObject({
      outcome: 'cancelled',
      words: { en: expect.stringMatching(/^Aborted\. Its command is over\. This bot declares/) },
    }));
});

test('a step that this bot does not know waits for a person', async () =>
  expect((await ask({ undeclared: true })).why.en).toBe(noSuchStep.en));

describe('a hold', () => {
  const holding = (proofs: readonly Proof[], seconds = 3) => {
    return aHold(seconds, {
      proof: lookByLook(look => proofs[look] ?? proofs.at(-1)),
    });
  };
  const holds = (leader: string): Proof => ({ state: 'holds', words: same('all hold'), facts: { leader } });
  test('lasts as long as it says without a change', async () => {
    const { event, asked } = await settled({ step: holding([holds('a')]) });
    expect(event).toMatchObject({ outcome: 'done' });
    expect(asked).toHaveLength(4);
  });
  test('begins anew where the leader changes, or it did not hold for a moment', async () => {
    expect((await settled({ step: holding([holds('a'), holds('b')]) })).asked).toHaveLength(5);
    const gap = [holds('a'), { state: 'not-yet', words: same('x') } as const, holds('a')];
    expect((await settled({ step: holding(gap) })).asked).toHaveLength(6);
  });
  test('ends at once where it breaks', async () => {
    const { event, asked } = await settled({ step: holding([holds('a'), broken]) });
    expect(event).toMatchObject({
      kind: 'asked',
      why: { en: expect.stringContaining('the VM is still there') },
    });
    expect(asked).toHaveLength(2);
  });
  test('that never stayed is no proof, though it holds at the last look', async () => {
    const flapping = Array.from({ length: 200 }, (_, at) => holds(at % 2 === 0 ? 'a' : 'b'));
    const { event, asked } = await settled({ step: holding(flapping) });
    expect(event).toMatchObject({
      kind: 'asked',
      why: {
        en: expect.stringContaining(
          'everything holds at the last look, but it did not stay so for 3 s without a change',
        ),
      },
    });
    expect(asked).toHaveLength(68);
  });
});
