import type { Surface } from '../model/click.ts';
import type { Person } from '../model/person.ts';
import type { Entry } from '../ports/run-log.ts';
import type { PlannedStep, RunEvent } from './events.ts';

type Of<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;
type At<T> = T & { readonly at: number };

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
};

export type Run = {
  readonly id: string;
  /** Of the last entry folded in. */
  readonly seq: number;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly started: Of<'started'>;
  readonly steps: readonly StepRun[];
  /** Notes that belong to no step. */
  readonly notes: readonly At<Of<'noted'>>[];
  readonly replanned: readonly At<Of<'replanned'>>[];
  readonly abort: {
    readonly by: Person;
    readonly via: Surface;
    readonly at: number;
    readonly for?: 'recover';
  } | null;
  readonly finished: At<Of<'finished'>> | null;
};

/** The first step that still has something to do; null when the plan is through. */
export const currentStep = (run: Run): StepRun | null =>
  run.steps.find(step => step.state !== 'settled' && step.state !== 'dropped') ?? null;

export const stepOf = (run: Run, id: string): StepRun | null =>
  run.steps.find(step => step.planned.id === id) ?? null;

/** The ask that is open now: its step, and what was asked. */
export const openAsk = (run: Run): { step: StepRun; asked: At<Of<'asked'>> } | null => {
  const step = currentStep(run);
  return !run.finished && step?.state === 'asking' && step.asked ? { step, asked: step.asked } : null;
};

/** Begun, and nobody knows yet what became of it, whether or not a person is being asked about it. */
export const isUnfinished = (step: StepRun): boolean =>
  (step.state === 'running' || step.state === 'asking') && step.began !== null && step.ended === null;

const toCome = (planned: PlannedStep): StepRun => ({
  planned,
  state: 'to-come',
  attempt: 0,
  asked: null,
  answers: [],
  began: null,
  task: null,
  tasks: [],
  ended: null,
  settled: null,
  voided: [],
  approvedBy: [],
  notes: [],
});

const withStep = (run: Run, id: string, change: (step: StepRun) => StepRun): Run => ({
  ...run,
  steps: run.steps.map(step => (step.planned.id === id ? change(step) : step)),
});

/** "It did not happen, try again": from here on nothing has begun. */
const answeredStep = (step: StepRun, event: At<Of<'answered'>>): StepRun => ({
  ...step,
  answers: [...step.answers, event],
  ...(event.answer === 'again' && step.asked?.ask === 'settle'
    ? { began: null, task: null, tasks: [], ended: null }
    : {}),
});

const answered = (run: Run, event: At<Of<'answered'>>): Run => {
  const next = withStep(run, event.step, step =>
    step.attempt === event.attempt ? answeredStep(step, event) : step,
  );
  return event.answer === 'abort' && !run.abort
    ? { ...next, abort: { by: event.by, via: event.via, at: event.at } }
    : next;
};

const approvers = (step: StepRun): readonly Person[] =>
  step.answers.filter(answer => answer.answer === 'approve').map(answer => answer.by);

const began = (run: Run, event: At<Of<'began'>>): Run =>
  withStep(run, event.step, step => ({
    ...step,
    state: 'running',
    attempt: event.attempt,
    began: event,
    task: null,
    tasks: [],
    ended: null,
    settled: null,
    // An intent that never started is begun again with the same approvals.
    approvedBy: [
      ...step.approvedBy,
      ...approvers(step).filter(by => !step.approvedBy.some(b => b.id === by.id)),
    ],
  }));

const asked = (run: Run, event: At<Of<'asked'>>): Run =>
  withStep(run, event.step, step => ({
    ...step,
    state: 'asking',
    attempt: event.attempt,
    asked: event,
    answers: [],
  }));

const voided = (run: Run, event: At<Of<'voided'>>): Run =>
  withStep(run, event.step, step => ({
    ...step,
    state: 'to-come',
    asked: null,
    answers: [],
    voided: [...step.voided, { ...event, approvals: approvers(step) }],
  }));

const settled = (run: Run, event: At<Of<'settled'>>): Run =>
  withStep(run, event.step, step => ({ ...step, state: 'settled', attempt: event.attempt, settled: event }));

const replanned = (run: Run, event: At<Of<'replanned'>>): Run => ({
  ...run,
  replanned: [...run.replanned, event],
  steps: [
    ...run.steps.map(step => (step.state === 'settled' ? step : { ...step, state: 'dropped' as const })),
    ...event.plan.map(toCome),
  ],
});

const noted = (run: Run, event: At<Of<'noted'>>): Run =>
  event.step === null
    ? { ...run, notes: [...run.notes, event] }
    : withStep(run, event.step, step => ({ ...step, notes: [...step.notes, event] }));

const apply = (run: Run, event: At<RunEvent>): Run => {
  switch (event.kind) {
    case 'started':
      return run;
    case 'asked':
      return asked(run, event);
    case 'answered':
      return answered(run, event);
    case 'voided':
      return voided(run, event);
    case 'began':
      return began(run, event);
    case 'never-started':
      return withStep(run, event.step, step => ({
        ...step,
        state: step.asked ? 'asking' : 'to-come',
        began: null,
      }));
    case 'task':
      return withStep(run, event.step, step => ({
        ...step,
        task: event.task,
        tasks: [...step.tasks, event.task],
      }));
    case 'ended':
      return withStep(run, event.step, step => ({ ...step, state: 'ended', ended: event }));
    case 'settled':
      return settled(run, event);
    case 'noted':
      return noted(run, event);
    case 'replanned':
      return replanned(run, event);
    case 'abort-requested':
      return run.abort
        ? run
        : {
            ...run,
            abort: { by: event.by, via: event.via, at: event.at, ...(event.for ? { for: event.for } : {}) },
          };
    case 'finished':
      return { ...run, finished: event };
    default:
      return event satisfies never;
  }
};

const opened = (entry: Entry<RunEvent>): Run => {
  if (entry.event.kind !== 'started' || entry.seq !== 1)
    throw new TypeError(
      `run ${entry.run}: its first entry is ${entry.event.kind} #${entry.seq} and not its start: the journal was changed from outside`,
    );
  return {
    id: entry.run,
    seq: 1,
    startedAt: entry.at,
    lastAt: entry.at,
    started: entry.event,
    steps: entry.event.plan.map(toCome),
    notes: [],
    replanned: [],
    abort: null,
    finished: null,
  };
};

const folded = (run: Run, entry: Entry<RunEvent>): Run => {
  if (entry.seq !== run.seq + 1)
    throw new TypeError(`run ${run.id}: entry ${entry.seq} follows ${run.seq}: the journal has a gap`);
  return { ...apply(run, { ...entry.event, at: entry.at }), seq: entry.seq, lastAt: entry.at };
};

/** The state of a run, from nothing but its entries. */
export const fold = (entries: readonly Entry<RunEvent>[]): Run => {
  const [first, ...rest] = entries;
  if (!first) throw new TypeError('a run without entries');
  return rest.reduce(folded, opened(first));
};
