import { describe, expect, test } from 'vitest';
import type { TaskObservation } from '../../src/cluster/observation.ts';
import { keepEnd } from '../../src/engine/result-cache.ts';
import { takeWord } from '../../src/engine/take-word.ts';
import { askOfOther, readOfUnknown, settledUnknown, unknown } from '../../src/engine/unknown.ts';
import type { Command } from '../../src/model/command.ts';
import { missed } from '../../src/readings/reading.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { same } from '../../src/words.ts';
import { ranOf } from '../readings/ran.ts';
import { aborted } from '../support/a-click.ts';
import { asked, began, ended, jihun } from '../support/a-run.ts';
import { aDeclared, aTurn, type StepChange } from '../support/a-turn.ts';
import { table } from '../support/bosh-tables.ts';

const abort = aborted(jihun);
const notYet = (change: StepChange = {}) =>
  aDeclared({ proof: () => ({ state: 'not-yet', words: same('nothing is there') }), ...change });
const act = ['bosh', '-n', '--tty', '-d', 'd', 'recreate', 'master/x', '--no-converge'] as const;
const begunTask = { ...began('act'), argv: act, newestTask: '100' } as ReturnType<typeof began>;
const deployment = 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';
const task = (id: string, change: Partial<TaskObservation> = {}) => ({
  id,
  state: 'done',
  description: 'recreate instance',
  deployment,
  user: 'bot',
  ...change,
});
const director =
  (tasks: readonly object[]) =>
  async ({ argv }: Command) =>
    ranOf(argv, {
      stdout:
        argv.includes('--recent=30') || argv.includes('tasks')
          ? table(tasks)
          : table([{ name: 'd', uuid: 'u', version: '1', user: 'bot' }]),
    });
const found = async (world: Parameters<typeof aTurn>[0] = {}) => {
  const turn = aTurn({ events: [began('act')], ...world });
  const onward = await unknown(turn.turn, turn.at, same('no exit code was left'));
  const [event] = turn.events().filter(each => each.kind !== 'noted');
  return { ...turn, onward, event: event ?? expect.fail('nothing was written') };
};

describe('an act whose end nobody saw', () => {
  test('is done where the world shows it', async () => {
    const { event, onward } = await found();
    expect(onward).toBe('on');
    expect(event).toEqual({
      kind: 'settled',
      step: 'act',
      attempt: 1,
      outcome: 'done',
      words: {
        en: 'Its end was not seen (no exit code was left); the world shows it done. it is done',
        ko: '종료를 보지 못했지만(no exit code was left) 결과는 완료입니다. it is done',
      },
      facts: { by: 'proof' },
    });
  });
  test('is put before a person with what is seen, and three named answers', async () => {
    const { event, onward } = await found({ step: notYet() });
    expect(onward).toBe('parked');
    expect(event).toMatchObject({
      kind: 'asked',
      ask: 'settle',
      people: 1,
      options: ['happened', 'again', 'abort'],
      why: {
        en: 'It was begun and nobody can tell whether it happened: no exit code was left. Seen now: nothing is there. Look, then say which.',
        ko: '시작했지만 실행 여부를 알 수 없습니다: no exit code was left. 현재: nothing is there. 확인 후 선택하세요.',
      },
    });
  });
  test('goes on where somebody wrote meanwhile', async () =>
    expect((await found({ step: notYet(), written: { ok: false, why: 'moved' } })).onward).toBe('on'));
  test('is given up where somebody asked to stop', async () => {
    const { event } = await found({ step: notYet(), events: [began('act'), abort] });
    expect(event).toMatchObject({
      kind: 'settled',
      outcome: 'failed',
      attempt: 1,
      words: {
        en: 'Aborted, and nobody can tell whether it happened: no exit code was left. Seen now: nothing is there.',
      },
    });
    expect((await found({ events: [began('act'), abort] })).event).toMatchObject({ outcome: 'done' });
  });
  test('is never concluded by a bot that declares it otherwise', async () => {
    const { event } = await found({
      step: aDeclared({ risk: same('new') }),
      planned: aDeclared({ version: 2, risk: same('old') }),
    });
    expect(event).toMatchObject({
      kind: 'asked',
      ask: 'settle',
      why: { en: expect.stringContaining('differently from the bot that began it: risk: planned "old"') },
    });
  });
  test('of a step that this bot does not know shows nothing', async () =>
    expect((await found({ undeclared: true })).event).toMatchObject({
      kind: 'asked',
      why: { en: expect.stringContaining('Seen now: this bot has no such step.') },
    }));
});

describe('what the Director says of its task', () => {
  const says = async (tasks: readonly object[], more: readonly RunEvent[] = []) => {
    const { event } = await found({ step: notYet(), events: [begunTask, ...more], run: director(tasks) });
    return event.kind === 'asked' ? event.why.en : expect.fail(event.kind);
  };
  const followed: RunEvent = { kind: 'task', step: 'act', attempt: 1, task: '104' };
  test('is how it ended it', async () =>
    expect(await says([task('104', { state: 'error' })], [followed])).toContain(
      'no exit code was left. The Director ended task 104 as error. Seen now',
    ));
  test('is why it failed, where the Director says so', async () => {
    const boom = task('104', { state: 'error', result: "CPI error 'Cloud' with message 'timeout'" });
    expect(await says([boom], [followed])).toContain(
      "The Director ended task 104 as error (CPI error 'Cloud' with message 'timeout'). Seen now",
    );
    const shown = { ...boom, deployment: null };
    const run = async ({ argv }: Command) =>
      ranOf(argv, { stdout: argv.includes('curl') ? JSON.stringify(shown) : table([]) });
    const { event } = await found({ step: notYet(), events: [begunTask, followed], run });
    expect(event).toMatchObject({ why: { en: expect.stringContaining("with message 'timeout')") } });
  });
  test('is that it shows none', async () =>
    expect(await says([task('99')])).toContain('The Director shows no task of it. Seen now'));
  test('is what it had since, where no number was seen, and that nobody knows whose that is', async () =>
    expect(await says([task('105'), task('104', { state: 'error' })])).toContain(
      'No task number of it was seen. Since it was begun the Director had task 105 (recreate instance, done), task 104 (recreate instance, error); whose that is can’t be told. Seen now',
    ));
  test('is nothing of an act that is no task', async () =>
    expect((await found({ step: notYet() })).commands).toEqual([]));
  test('is why it could not be asked', async () => {
    const run = async ({ argv }: Command) => ranOf(argv, { end: 'deadline', exitCode: null, seconds: 60 });
    const { event } = await found({ step: notYet(), events: [begunTask], run });
    expect(event).toMatchObject({ why: { en: expect.stringContaining('gave no end within 60 s') } });
  });
});

describe('the evidence of an act', () => {
  const evidence = async (world: Parameters<typeof aTurn>[0] = {}) => {
    const turn = aTurn({
      events: [began('act'), ended('act')],
      look: async () => ({ state: 'ended', ran: ranOf(['govc'], { stdout: 'said' }) }),
      ...world,
    });
    return { ...turn, ...(await readOfUnknown(turn.turn, turn.at, world.step ?? aDeclared())) };
  };
  test('is the proof, by what the step and its proof need, watched as long as a join takes', async () => {
    const step = aDeclared({ needs: ['vms', 'service'], proofNeeds: ['service', 'canary'] });
    const { asked: looks, words } = await evidence({ step });
    expect(looks).toEqual([{ needs: ['vms', 'service', 'canary'], seconds: 5 }]);
    expect(words).toEqual(same('it is done'));
    expect((await evidence({ events: [began('act')] })).asked[0]?.seconds).toBe(0);
  });
  test('has the output, which may be all of it', async () => {
    const step = aDeclared({
      proofNeeds: 'output',
      proof: (_context, ran) => ({ state: 'holds', words: same(ran?.stdout ?? '-') }),
    });
    expect((await evidence({ step })).words).toEqual(same('said'));
    const gone = await evidence({ step, events: [began('act')] });
    expect(gone.words).toEqual({
      en: 'its output, which is its only proof, is gone',
      ko: '유일한 증거인 출력이 남아 있지 않음',
    });
    expect(gone.proof).toBeNull();
    expect(gone.context).not.toBeNull();
    expect((await evidence({ events: [began('act')] })).proof?.state).toBe('holds');
  });
  test('is none of a world that can’t be read', async () =>
    expect(await evidence({ contexts: [missed(same('away'))] })).toMatchObject({
      context: null,
      proof: null,
      words: same('away'),
    }));
});

describe('a person who says that it happened', () => {
  const believed = async (world: Parameters<typeof aTurn>[0] = {}) => {
    const turn = aTurn({ events: [began('act'), asked('act', { ask: 'settle' })], ...world });
    const onward = await takeWord(turn.turn, turn.at, 'seoyeon');
    return { onward, event: turn.events()[0] };
  };
  test('is believed, and what the world shows is kept', async () => {
    expect(await believed()).toEqual({
      onward: 'on',
      event: {
        kind: 'settled',
        step: 'act',
        attempt: 1,
        outcome: 'done',
        words: {
          en: 'seoyeon looked and says that it happened. The world shows it too: it is done',
          ko: 'seoyeon 님이 확인 결과 실행되었다고 답했습니다. 실제 상태도 같습니다: it is done',
        },
        facts: { by: 'proof' },
      },
    });
  });
  test('is believed against the world, which is said', async () =>
    expect((await believed({ step: notYet() })).event).toMatchObject({
      outcome: 'done',
      words: {
        en: 'seoyeon looked and says that it happened. The world does not show it: nothing is there. seoyeon is believed.',
      },
      facts: {},
    }));
  test('is believed where the world can’t be read, and nothing of it is kept', async () =>
    expect((await believed({ contexts: [missed(same('vCenter is away'))] })).event).toMatchObject({
      outcome: 'done',
      words: {
        en: expect.stringContaining('The world does not show it: vCenter is away. seoyeon is believed.'),
      },
      facts: {},
    }));
  test('is shown the difference first where this bot declares the step otherwise', async () => {
    const world = {
      step: aDeclared({ risk: same('new') }),
      planned: aDeclared({ version: 2, risk: same('old') }),
    };
    const { event, onward } = await believed(world);
    expect(onward).toBe('parked');
    expect(event).toMatchObject({
      kind: 'asked',
      ask: 'settle',
      why: {
        en: expect.stringMatching(
          /^seoyeon looked and says that it happened\. This bot declares .* Seen now: it is done\. Look, then say which\.$/,
        ),
      },
    });
  });
});

test('a stranger’s act is asked about in what was said, what differs and what is seen', async () => {
  const turn = aTurn({ events: [began('act')] });
  const words = { difference: same('It differs.'), said: same('It is over. ') };
  expect(await askOfOther(turn.turn, turn.at, aDeclared(), words)).toBe('parked');
  expect(turn.events()[0]).toMatchObject({
    why: {
      en: 'It is over. It differs. Seen now: it is done. Look, then say which.',
      ko: 'It is over. It differs. 현재: it is done. 확인 후 선택하세요.',
    },
  });
});

test('what is given up failed in the attempt that began', async () => {
  const turn = aTurn({ events: [began('act', 3)] });
  keepEnd(turn.turn, 'x', ranOf(['x']));
  expect(await settledUnknown(turn.turn, turn.at, same('given up'))).toBe('on');
  expect(turn.events()).toEqual([
    { kind: 'settled', step: 'act', attempt: 3, outcome: 'failed', words: same('given up'), facts: {} },
  ]);
});
