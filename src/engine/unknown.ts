import { asked } from '../approvals/ask.ts';
import { needsOf } from '../observe/watch-proof.ts';
import { isMissed } from '../readings/reading.ts';
import type { Proof, Step, StepContext } from '../runbooks/runbook.ts';
import { actsByTask } from '../runs/command-of.ts';
import { otherDeclaration } from '../runs/difference.ts';
import type { StepRun } from '../runs/run.ts';
import { declaredStep } from '../runs/steps.ts';
import { joined, same, type Words } from '../words.ts';
import { endOfTask, ownTask, tasksOver } from './director-tasks.ts';
import type { Onward, Turn } from './engine.ts';
import { outputOf } from './output-of.ts';
import { isAborted } from './read-again.ts';
import { write } from './write.ts';

/** An act whose end nobody can tell, given up by a person. */
export const settledUnknown = async (turn: Turn, at: StepRun, words: Words): Promise<Onward> => {
  const attempt = at.began?.attempt ?? at.attempt;
  await write(turn, [{ kind: 'settled', step: at.planned.id, attempt, outcome: 'failed', words, facts: {} }]);
  return 'on';
};

type Evidence = { readonly context: StepContext | null; readonly proof: Proof | null; readonly words: Words };

/** What the world itself shows of an act, and its output where its end was seen. Steps whose only proof is an output that
 *  is gone show nothing. */
export const readOfUnknown = async (turn: Turn, at: StepRun, step: Step | null): Promise<Evidence> => {
  if (!step)
    return {
      context: null,
      proof: null,
      words: { en: 'this bot has no such step', ko: '이 봇에 없는 단계' },
    };
  const { ran } = await outputOf(turn, at, step);
  const watched = at.ended ? turn.engine.settings.joinSeconds : 0;
  const context = await turn.engine.observer.context(
    turn.run,
    [...new Set([...(step.needs ?? []), ...needsOf(step)])],
    watched,
  );
  if (isMissed(context)) return { context: null, proof: null, words: context.words };
  if (step.proofNeeds === 'output' && !ran)
    return {
      context,
      proof: null,
      words: {
        en: 'its output, which is its only proof, is gone',
        ko: '유일한 증거인 출력이 남아 있지 않음',
      },
    };
  const proof = step.proof(context, ran);
  return { context, proof, words: proof.words };
};

/** What the Director says of the act's task, once that and whatever else is at work is over. */
const directorSays = async (turn: Turn, at: StepRun): Promise<Words> => {
  if (!actsByTask(at)) return { en: '', ko: '' };
  const tasks = await tasksOver(turn, at);
  if (isMissed(tasks)) return { en: ` ${tasks.words.en}`, ko: ` ${tasks.words.ko}` };
  const own = ownTask(at, tasks);
  if (own) return joined([same(''), endOfTask(own)], ' ');
  const list = tasks.others.map(task => `task ${task.id} (${task.description}, ${task.state})`).join(', ');
  return list === ''
    ? { en: ' The Director shows no task of it.', ko: ' Director에 해당 task가 없습니다.' }
    : {
        en: ` No task number of it was seen. Since it was begun the Director had ${list}; whose that is can’t be told.`,
        ko: ` 해당 task 번호를 보지 못했습니다. 시작 이후 Director의 task: ${list}. 누구의 작업인지 알 수 없습니다.`,
      };
};

/** Nobody can tell whether it happened: the world's own evidence first, then a person. */
export const unknown = async (turn: Turn, at: StepRun, why: Words): Promise<Onward> => {
  const step = declaredStep(turn.run, turn.engine.runbooks, at.planned.id);
  const director = await directorSays(turn, at);
  const { context, proof, words } = await readOfUnknown(turn, at, step);
  const stranger = step && otherDeclaration(at, step);
  const attempt = at.began?.attempt ?? 1;
  if (proof?.state === 'holds' && !stranger) {
    const done: Words = {
      en: `Its end was not seen (${why.en}); the world shows it done.${director.en} ${words.en}`,
      ko: `종료를 보지 못했지만(${why.ko}) 결과는 완료입니다.${director.ko} ${words.ko}`,
    };
    await write(turn, [
      {
        kind: 'settled',
        step: at.planned.id,
        attempt,
        outcome: 'done',
        words: done,
        facts: proof.facts ?? {},
      },
    ]);
    return 'on';
  }
  if (await isAborted(turn))
    return settledUnknown(turn, at, {
      en: `Aborted, and nobody can tell whether it happened: ${why.en}.${director.en} Seen now: ${words.en}.`,
      ko: `중단되었으며 실행 여부를 알 수 없습니다: ${why.ko}.${director.ko} 현재: ${words.ko}`,
    });
  return askWhich(turn, at, step, context, {
    en: `It was begun and nobody can tell whether it happened: ${why.en}.${director.en} ${stranger ? `${stranger.en} ` : ''}Seen now: ${words.en}. Look, then say which.`,
    ko: `시작했지만 실행 여부를 알 수 없습니다: ${why.ko}.${director.ko} ${stranger ? `${stranger.ko} ` : ''}현재: ${words.ko}. 확인 후 선택하세요.`,
  });
};

/** Puts what became of an act before a person, who has three named answers. */
const askWhich = async (
  turn: Turn,
  at: StepRun,
  step: Step | null,
  context: StepContext | null,
  why: Words,
): Promise<Onward> => {
  const ask = { ask: 'settle', command: null, people: 1, guards: [] } as const;
  const event = asked({ run: turn.run, at, step, context, ...ask, why });
  return (await write(turn, [event], 'park')) === 'written' ? 'parked' : 'on';
};

/** Another declaration began the act: a person says what came of it, seeing the difference and what this bot reads. */
export const askOfOther = async (
  turn: Turn,
  at: StepRun,
  step: Step,
  { difference, said }: { readonly difference: Words; readonly said: Words },
): Promise<Onward> => {
  const { context, words } = await readOfUnknown(turn, at, step);
  return askWhich(turn, at, step, context, {
    en: `${said.en}${difference.en} Seen now: ${words.en}. Look, then say which.`,
    ko: `${said.ko}${difference.ko} 현재: ${words.ko}. 확인 후 선택하세요.`,
  });
};
