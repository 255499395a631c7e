import type { Answer } from '../model/click.ts';
import type { Person } from '../model/person.ts';
import type { Doubt } from '../ports/sealing.ts';
import type { PlannedStep, RunEvent } from './events.ts';
import { notCounted } from './not-counted.ts';
import { type Granted, grantOf, spentOn, whoApproved } from './window.ts';

type Of<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;
type At<T> = T & { readonly at: number };

type OnCard<Kind extends RunEvent['kind']> = At<Of<Kind>> & { readonly card: number };

/** Where a step stands. 'ended': its command is over and the world has not been read back yet. */
type StepState = 'to-come' | 'asking' | 'running' | 'ended' | 'settled' | 'dropped';

export type StepRun = {
  readonly planned: PlannedStep;
  readonly state: StepState;
  /** Counts from 1; a new ask or a new start raises it. */
  readonly attempt: number;
  readonly asked: At<Of<'asked'>> | null;
  /** Of this attempt, in the order in which they were written. */
  readonly answers: readonly At<Of<'answered'>>[];
  /** Whose approval of this attempt this bot can't prove: it counts no more, and was spent where the step has begun. */
  readonly unproven: readonly Person[];
  readonly began: At<Of<'began'>> | null;
  /** The newest of `tasks`. */
  readonly task: string | null;
  /** The Director's tasks that the command printed: only these are its own. */
  readonly tasks: readonly string[];
  readonly ended: At<Of<'ended'>> | null;
  readonly settled: At<Of<'settled'>> | null;
  /** Approvals that no longer count because the world changed before they were spent, over all attempts. */
  readonly voided: readonly (At<Of<'voided'>> & { readonly approvals: readonly Person[] })[];
  /** Everyone whose approval was spent on this step, over all attempts. */
  readonly approvedBy: readonly Person[];
  readonly notes: readonly At<Of<'noted'>>[];
  /** The glass of its run was broken before it was over. */
  readonly glass: boolean;
  /** Read for the ask of an act that began and took healthy members down. */
  readonly tookDown: Of<'asked'>['members'] | null;
  /** Of how many messages its story is made: each ask that calls somebody is a new one. */
  readonly cards: number;
  /** Every ask that called somebody, and every call after it, over all attempts; `card`: which message it belongs to. */
  readonly asks: readonly OnCard<'asked'>[];
  readonly calls: readonly OnCard<'called'>[];
  readonly expiries: readonly OnCard<'expired'>[];
};

/** A step of a plan, before anything. */
export const toCome = (planned: PlannedStep): StepRun => ({
  planned,
  state: 'to-come',
  attempt: 0,
  asked: null,
  answers: [],
  unproven: [],
  began: null,
  task: null,
  tasks: [],
  ended: null,
  settled: null,
  voided: [],
  approvedBy: [],
  notes: [],
  glass: false,
  tookDown: null,
  // One that asks nobody has its message as soon as it is its turn; an ask of it after all is another one.
  cards: planned.people > 0 ? 0 : 1,
  asks: [],
  calls: [],
  expiries: [],
});

/** "It did not happen, try again": from here on nothing has begun. */
const answered = (step: StepRun, event: At<Of<'answered'>>): StepRun => ({
  ...step,
  answers: [...step.answers, event],
  ...(event.answer === 'again' && step.asked?.ask === 'settle'
    ? { began: null, task: null, tasks: [], ended: null }
    : {}),
});

const tookDown = ({ asked, tookDown: before }: StepRun): StepRun['tookDown'] =>
  asked?.members && asked.members.during < asked.members.healthy ? asked.members : before;

const began = (step: StepRun, event: At<Of<'began'>>, window: Granted | null): StepRun => ({
  ...step,
  state: 'running',
  attempt: event.attempt,
  began: event,
  tookDown: tookDown(step),
  task: null,
  tasks: [],
  ended: null,
  settled: null,
  // An intent that never started is begun again with the same approvals.
  approvedBy: [
    ...step.approvedBy,
    ...[...whoApproved(step), ...step.unproven, ...(step.asked ? [] : spentOn(window, event))].filter(
      by => !step.approvedBy.some(b => b.id === by.id),
    ),
  ],
});

const asked = (before: StepRun, event: At<Of<'asked'>>): StepRun => {
  const { attempt } = event;
  const step = { ...before, state: 'asking' as const, attempt, asked: event, answers: [], unproven: [] };
  // One from before asks called anybody is drawn into the message that stands there.
  if (!event.to) return step;
  const card = before.cards + 1;
  return { ...step, cards: card, asks: [...before.asks, { ...event, card }] };
};

const voided = (step: StepRun, event: At<Of<'voided'>>, window: Granted | null): StepRun => ({
  ...step,
  state: 'to-come',
  asked: null,
  answers: [],
  voided: [
    ...step.voided,
    { ...event, approvals: step.asked ? whoApproved(step) : (grantOf({ window }, event.step)?.by ?? []) },
  ],
});

/** The step after an answer that counts for nothing: it stands in the thread, with the reason. */
export const stepDoubted = (
  step: StepRun,
  event: At<Of<'answered' | 'glass-broken'>>,
  why: Doubt,
): StepRun => ({
  ...step,
  notes: [...step.notes, notCounted(event, why)],
  unproven:
    event.kind === 'answered' && event.answer === 'approve' && why !== 'forged'
      ? [...step.unproven, event.by]
      : step.unproven,
});

type OfStep = Extract<RunEvent, { step: string | null }>;

const changed = (step: StepRun, event: At<OfStep>, window: Granted | null): StepRun => {
  switch (event.kind) {
    case 'asked':
      return asked(step, event);
    case 'answered':
      return step.attempt === event.attempt ? answered(step, event) : step;
    case 'called':
      return { ...step, calls: [...step.calls, { ...event, card: step.cards }] };
    case 'expired':
      return { ...step, answers: [], expiries: [...step.expiries, { ...event, card: step.cards }] };
    case 'unanswered':
    case 'glass-broken':
      return step;
    case 'voided':
      return voided(step, event, window);
    case 'began':
      return began(step, event, window);
    case 'never-started':
      return { ...step, state: step.asked ? 'asking' : 'to-come', began: null };
    case 'task':
      return { ...step, task: event.task, tasks: [...step.tasks, event.task] };
    case 'ended':
      return { ...step, state: 'ended', ended: event };
    case 'settled':
      return { ...step, state: 'settled', attempt: event.attempt, settled: event };
    case 'noted':
      return { ...step, notes: [...step.notes, event] };
    default:
      return event satisfies never;
  }
};

/** The step after an entry of its own; `window`: the run's, as it was before. */
export const stepAfter = (step: StepRun, event: At<OfStep>, window: Granted | null): StepRun => {
  const after = changed(step, event, window);
  return after.cards > 0 ? after : { ...after, cards: 1 };
};

/** Of the ask that is open now: its time is over, and nothing that is given for it counts. */
export const hasExpired = ({ state, attempt, expiries }: StepRun): boolean =>
  state === 'asking' && expiries.some(each => each.attempt === attempt);

/** What may be answered now, as the buttons show it; an ask that has expired is asked again or given up. */
export const optionsNow = (step: StepRun): readonly Answer[] => {
  const options = step.asked?.options ?? [];
  return hasExpired(step) ? ['again', ...options.filter(each => each === 'abort')] : options;
};

/** Whoever takes the run over takes their own unspent approval back. */
export const withoutApprovalOf = (step: StepRun, by: Person): StepRun =>
  step.state === 'asking'
    ? { ...step, answers: step.answers.filter(each => each.answer !== 'approve' || each.by.id !== by.id) }
    : step;

/** One approval is enough; the entry itself keeps what the rule asks. */
export const withGlass = (step: StepRun): StepRun => ({
  ...step,
  glass: true,
  asked: step.asked && { ...step.asked, people: Math.min(1, step.asked.people) },
});
