import type { Ran } from '../model/command.ts';
import { type Watched, type Watching, watchProof } from '../observe/watch-proof.ts';
import { isMissed } from '../readings/reading.ts';
import { troubleOf } from '../readings/trouble.ts';
import type { Step } from '../runbooks/runbook.ts';
import { actsByTask } from '../runs/command-of.ts';
import { otherDeclaration } from '../runs/difference.ts';
import type { RunEvent, StepOutcome } from '../runs/events.ts';
import type { StepRun } from '../runs/run.ts';
import { declaredStep } from '../runs/steps.ts';
import { joined, text, type Words } from '../words.ts';
import { endOfTask, ownTask, tasksOver } from './director-tasks.ts';
import type { Onward, Turn } from './engine.ts';
import { outputOf } from './output-of.ts';
import { noSuchStep, stuck } from './prepare.ts';
import { isAborted } from './read-again.ts';
import { askOfOther } from './unknown.ts';
import { stillOurs, write } from './write.ts';

const watching = (turn: Turn): Watching => ({
  run: turn.run,
  observer: turn.engine.observer,
  settings: turn.engine.settings,
  clock: turn.engine.clock,
  lookEveryMs: turn.engine.lookEveryMs,
  live: turn.engine.channel.live,
  isAborted: () => isAborted(turn),
  stillOurs: () => stillOurs(turn),
});

const nothing: Words = { en: '', ko: '' };
const join = (...parts: readonly Words[]): Words => joined(parts, '');

type Settled = Extract<RunEvent, { kind: 'settled' }>;

const settled = async (
  turn: Turn,
  at: StepRun,
  outcome: StepOutcome,
  words: Words,
  shown: Pick<Settled, 'facts' | 'table'> = { facts: {} },
): Promise<Onward> => {
  const attempt = at.began?.attempt ?? at.attempt;
  await write(turn, [{ kind: 'settled', step: at.planned.id, attempt, outcome, words, ...shown }]);
  return 'on';
};

/** What the tool itself said went wrong, unless what is read back says the same. */
const troubleIn = (ran: Ran | null, readBack: Words): Words => {
  const trouble = ran?.end === 'exited' ? troubleOf(ran) : null;
  return trouble && trouble.words.en !== readBack.en ? join(trouble.words, { en: ' ', ko: ' ' }) : nothing;
};

const describeEnd = ({ ended }: StepRun, ran: Ran | null, readBack: Words): Words => {
  if (!ended || (ended.end === 'exited' && !ended.exitCode)) return nothing;
  if (ended.end === 'exited')
    return join(
      { en: `It exited ${ended.exitCode}. `, ko: `exit ${ended.exitCode}. ` },
      troubleIn(ran, readBack),
    );
  return { en: `${ended.why ?? ended.end}. `, ko: `${ended.why ?? ended.end}. ` };
};

/** Nothing ran at all: the claim was refused, or it was stopped before it started. */
const notStarted = async (turn: Turn, at: StepRun, step: Step, ran: Ran): Promise<Onward> => {
  const words: Words = { en: `Nothing ran: ${ran.why}.`, ko: `실행되지 않았습니다: ${ran.why}` };
  return (await isAborted(turn)) ? settled(turn, at, 'cancelled', words) : stuck(turn, at, words, { step });
};

/** What became of the Director's task: an exit code tells only what the CLI thinks. */
const taskWords = async (turn: Turn, at: StepRun, ran: Ran | null): Promise<Words> => {
  if (!actsByTask(at)) return nothing;
  const tasks = await tasksOver(turn, at);
  if (isMissed(tasks)) return join(tasks.words, { en: ' ', ko: ' ' });
  const own = ownTask(at, tasks);
  if (!own) return nothing;
  // The CLI's own words tell the reason in full.
  const told = ran?.end === 'exited' && troubleOf(ran)?.name === 'task-failed';
  return join(endOfTask(told ? { ...own, result: '' } : own), { en: ' ', ko: ' ' });
};

const whenDone = (step: Step, ran: Ran | null, { last }: Watched, aborted: boolean, task: Words) => {
  const expected = (ran && step.expects?.(ran)) ?? null;
  const words = expected ? join(expected, { en: ' ', ko: ' ' }, last.words) : last.words;
  const anyway: Words = {
    en: `Abort was asked for, and it finished anyway. ${task.en}`,
    ko: `중단이 요청되었지만 끝까지 완료되었습니다. ${task.ko}`,
  };
  return {
    outcome: expected ? ('failed-as-expected' as const) : ('done' as const),
    words: aborted ? join(anyway, words) : words,
  };
};

/** A bot that declares the step otherwise than the one that began it concludes nothing from its own proof. */
const byStranger = async (
  turn: Turn,
  at: StepRun,
  step: Step,
  difference: Words,
  seen: Words,
): Promise<Onward> => {
  const over: Words = { en: `Its command is over. ${seen.en}`, ko: `명령은 끝났습니다. ${seen.ko}` };
  return (await isAborted(turn))
    ? settled(turn, at, 'cancelled', join({ en: 'Aborted. ', ko: '중단됨. ' }, over, difference))
    : askOfOther(turn, at, step, { difference, said: over });
};

/** Reads the world back after a command: an exit code alone decides nothing, in either direction. */
export const conclude = async (turn: Turn, at: StepRun): Promise<Onward> => {
  const step = declaredStep(turn.run, turn.engine.runbooks, at.planned.id);
  if (!step) return stuck(turn, at, noSuchStep);
  const { ran, trouble } = await outputOf(turn, at, step);
  if (ran?.end === 'not-started') return notStarted(turn, at, step, ran);
  const task = await taskWords(turn, at, ran);
  const difference = otherDeclaration(at, step);
  if (difference) return byStranger(turn, at, step, difference, join(describeEnd(at, ran, nothing), task));
  const watched = await watchProof(watching(turn), at, step, ran);
  const { last } = watched;
  const aborted = watched.aborted || (await isAborted(turn));
  if (last.state === 'holds') {
    const { outcome, words } = whenDone(step, ran, watched, aborted, task);
    const table = watched.context && step.table?.(watched.context, at.began?.table ?? null);
    return settled(turn, at, outcome, words, { facts: last.facts ?? {}, ...(table ? { table } : {}) });
  }
  const seen = join(describeEnd(at, ran, last.words), task, trouble ?? nothing);
  if (aborted)
    return settled(turn, at, 'cancelled', {
      en: `Aborted. ${seen.en}Now: ${last.words.en}.`,
      ko: `중단됨. ${seen.ko}현재: ${last.words.ko}`,
    });
  return stuck(turn, at, join(seen, text('Read back: ', '확인 결과: '), last.words, text('.', '')), { step });
};
