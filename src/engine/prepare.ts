import { askDigest, asked } from '../approvals/ask.ts';
import { shownLine } from '../commands/command.ts';
import type { Check } from '../model/check.ts';
import type { Command } from '../model/command.ts';
import { lookBefore } from '../observe/look-before.ts';
import { isMissed } from '../readings/reading.ts';
import type { Step, StepContext } from '../runbooks/runbook.ts';
import { differenceOf } from '../runs/difference.ts';
import type { WindowAsked } from '../runs/events.ts';
import { windingDown } from '../runs/next.ts';
import { withNextMove } from '../runs/next-move.ts';
import type { StepRun } from '../runs/run.ts';
import { declaredStep, stopHere } from '../runs/steps.ts';
import { isSafeStep } from '../runs/window.ts';
import { joined, type Words, withMove } from '../words.ts';
import { begin } from './act.ts';
import { type Onward, reading, type Turn } from './engine.ts';
import { changesOff, onlyLooks } from './only-looks.ts';
import { readAnew } from './read-anew.ts';
import { commandFor, isRefused, peopleOf, refusals } from './step-now.ts';
import { whyUnseen } from './unseen.ts';
import { windowFrom } from './window.ts';
import { write } from './write.ts';

export const noSuchStep: Words = withMove({
  en: 'This bot’s runbook no longer has this step of the run. Start the version that planned it, then try again, or abort.',
  ko: '이 봇의 런북에 이 단계가 없습니다. 이 복구를 계획한 버전을 시작한 뒤 다시 시도하거나 중단하세요.',
});

/** Asks a person to look; the run waits. */
export const stuck = async (
  turn: Turn,
  at: StepRun,
  why: Words,
  more: { step?: Step | null; context?: StepContext | null; guards?: readonly Check[] } = {},
): Promise<Onward> => {
  // Somebody has asked to stop, so nobody is asked to look: what is known is written down, and the run goes on to its end.
  if (turn.run.abort && !windingDown(turn.run)) return givenUp(turn, at, why);
  const stop = stopHere(turn.run, turn.engine.runbooks, at);
  const event = asked({
    run: turn.run,
    at,
    step: more.step ?? null,
    context: more.context ?? null,
    ask: 'stuck',
    command: null,
    people: 0,
    why: withNextMove(why, stop, windingDown(turn.run)),
    guards: more.guards ?? [],
  });
  return (await write(turn, [event], 'park')) === 'written' ? 'parked' : 'on';
};

const givenUp = async (turn: Turn, at: StepRun, words: Words): Promise<Onward> => {
  const attempt = Math.max(1, at.attempt);
  await write(turn, [{ kind: 'settled', step: at.planned.id, attempt, outcome: 'failed', words, facts: {} }]);
  return 'on';
};

const settledSkipped = (turn: Turn, at: StepRun, words: Words) =>
  write(turn, [
    {
      kind: 'settled',
      step: at.planned.id,
      attempt: Math.max(1, at.attempt),
      outcome: 'skipped',
      words,
      facts: {},
    },
  ]);

type Offer = {
  readonly step: Step;
  readonly context: StepContext;
  readonly command: Command | null;
  readonly guards: readonly Check[];
  readonly people: number;
  readonly why: Words;
  /** It may be left out instead. */
  readonly skippable: boolean;
  readonly window: WindowAsked | null;
};

const ask = async (turn: Turn, at: StepRun, { skippable, ...offer }: Offer): Promise<Onward> => {
  const event = asked({ run: turn.run, at, ask: skippable ? 'approve-or-skip' : 'approve', ...offer });
  return (await write(turn, [event], 'park')) === 'written' ? 'parked' : 'on';
};

/** It can't run and need not: a person leaves it out, because another version planned it and may have meant something else. */
const askToLeaveOut = async (
  turn: Turn,
  at: StepRun,
  now: Pick<Offer, 'step' | 'context' | 'guards'>,
  needless: Words,
  whyNot: Words,
): Promise<Onward> => {
  const why: Words = {
    en: `Another version of this bot planned this step; this one would leave it out: ${needless.en}. Skip it, or abort; it could not run now: ${whyNot.en}`,
    ko: `다른 버전의 봇이 계획한 단계이며, 이 봇은 건너뛰려 합니다: ${needless.ko}. 건너뛰거나 중단하세요. 지금은 실행할 수도 없습니다: ${whyNot.ko}`,
  };
  const event = asked({
    run: turn.run,
    at,
    ask: 'stuck',
    command: null,
    people: 0,
    why,
    ...now,
    needless: true,
  });
  return (await write(turn, [event], 'park')) === 'written' ? 'parked' : 'on';
};

/** As it would be asked; nothing of it runs. */
const offeredOnly = async (
  turn: Turn,
  at: StepRun,
  step: Step,
  context: StepContext,
  guards: readonly Check[],
): Promise<Onward> => {
  const made = commandFor(step, context);
  const command = 'why' in made ? null : made.command;
  if (command?.effect === 'reads') return begin(turn, at, step, context, command);
  const line = command ? shownLine(command) : at.planned.line;
  const { people, why } = peopleOf(step, context, turn.engine.peopleRule, false);
  const moved = await onlyLooks(turn, at, step, { line, people, why, guards });
  return moved ?? stuck(turn, at, changesOff, { step, context, guards });
};

/** Approved together with another step, or as what makes a stop inside a window safe. */
const isCovered = ({ run }: Turn, step: Step, command: Command | null): boolean =>
  run.steps.some(s => s.planned.id === step.coveredBy && s.approvedBy.length > 0) ||
  (windingDown(run) && isSafeStep(run, step.id, askDigest(step, command, {})));

const beginUnasked = (
  turn: Turn,
  at: StepRun,
  now: Pick<Offer, 'step' | 'context' | 'guards'>,
  command: Command | null,
  covered: boolean,
): Promise<Onward> => {
  const unseen = covered ? null : whyUnseen(turn, at);
  return unseen ? stuck(turn, at, unseen, now) : begin(turn, at, now.step, now.context, command);
};

/** `needless`: this bot would leave it out, and declares it differently from the bot that planned it, so a person says. */
const readToAct = async (
  turn: Turn,
  at: StepRun,
  step: Step,
  context: StepContext,
  needless: Words | null,
): Promise<Onward> => {
  const guards = step.guards(context);
  if (turn.engine.onlyReads && step.act) return offeredOnly(turn, at, step, context, guards);
  const made = guards.some(g => !g.ok) ? { why: refusals(guards) } : commandFor(step, context);
  if ('why' in made)
    return needless
      ? askToLeaveOut(turn, at, { step, context, guards }, needless, made.why)
      : stuck(turn, at, made.why, { step, context, guards });
  const { command } = made;
  const offered = needless ?? step.offerSkip?.(context) ?? null;
  const covered = offered === null && isCovered(turn, step, command);
  const window = windowFrom(turn, at, step, context, command);
  const { people, why } = window ?? peopleOf(step, context, turn.engine.peopleRule, covered);
  const difference = differenceOf(at.planned, step, command && shownLine(command));
  if (people === 0 && !offered && !difference)
    return beginUnasked(turn, at, { step, context, guards }, command, covered);
  return ask(turn, at, {
    step,
    context,
    command,
    guards,
    people: Math.max(1, people),
    why: joined(
      [difference, offered, why, stopHere(turn.run, turn.engine.runbooks, at)].filter(each => each !== null),
      ' ',
    ),
    skippable: offered !== null,
    window: window?.asked ?? null,
  });
};

/** Looks at the world before a step: leaves it out, refuses with numbers, asks, or runs it. */
export const prepare = async (turn: Turn, at: StepRun): Promise<Onward> => {
  if (await readAnew(turn)) return 'on';
  const step = declaredStep(turn.run, turn.engine.runbooks, at.planned.id);
  if (!step) return stuck(turn, at, noSuchStep);
  const context = await lookBefore(reading(turn), step, seen => !step.skip?.(seen) && isRefused(step, seen));
  if (isMissed(context)) return stuck(turn, at, context.words, { step });
  const needless = step.skip?.(context) ?? null;
  if (needless && step.version === at.planned.version) {
    await settledSkipped(turn, at, needless);
    return 'on';
  }
  return readToAct(turn, at, step, context, needless);
};

/** A person left it out. */
export const leaveOut = async (turn: Turn, at: StepRun, by: string): Promise<Onward> => {
  const reason = at.answers.findLast(({ answer }) => answer === 'skip')?.reason;
  const [en, ko] = reason ? [`: ${reason}`, ` 사유: ${reason}`] : ['.', ''];
  await settledSkipped(turn, at, { en: `Left out by ${by}${en}`, ko: `${by} 님이 건너뛰었습니다.${ko}` });
  return 'on';
};
