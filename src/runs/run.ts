import type { Surface } from '../model/click.ts';
import type { Person } from '../model/person.ts';
import type { Entry } from '../ports/run-log.ts';
import type { Doubt } from '../ports/sealing.ts';
import type { RunEvent } from './events.ts';
import { glassCounts } from './glass.ts';
import { type StepRun, stepAfter, stepDoubted, toCome, withGlass, withoutApprovalOf } from './step-run.ts';
import { type Granted, grantedAfter } from './window.ts';

export type { StepRun } from './step-run.ts';

type Of<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;
type At<T> = T & { readonly at: number };

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
  /** The newest window of which an act has begun. */
  readonly window: Granted | null;
  readonly abort: {
    readonly by: Person;
    readonly via: Surface;
    readonly at: number;
    readonly for?: 'recover';
    readonly unverified?: boolean;
  } | null;
  /** Who asked for it, then everyone who took it over; the last one is its owner. */
  readonly owners: readonly Person[];
  readonly takeOvers: readonly At<Of<'taken-over'>>[];
  /** One approval is enough from here on, and who said so. */
  readonly glass: At<Of<'glass-broken'>> | null;
  /** Nobody answered for so long that it ends. */
  readonly unanswered: At<Of<'unanswered'>> | null;
  readonly finished: At<Of<'finished'>> | null;
};

/** The first step that still has something to do; null when the plan is through. */
export const currentStep = (run: Run): StepRun | null =>
  run.steps.find(step => step.state !== 'settled' && step.state !== 'dropped') ?? null;

export const ownerOf = (run: Run): Person => run.owners.at(-1) ?? run.started.requestedBy;

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

const ofStep = (run: Run, event: At<Extract<RunEvent, { step: string | null }>>): Run => ({
  ...run,
  steps: run.steps.map(step => {
    if (step.planned.id !== event.step) return step;
    const after = stepAfter(step, event, run.window);
    return run.glass ? withGlass(after) : after;
  }),
});

/** The ask that it was broken at, and every later one. */
const glassBroken = (run: Run, event: At<Of<'glass-broken'>>): Run =>
  run.glass || !glassCounts(run.started) ? run : ofStep({ ...run, glass: event }, event);

/** Beside an open question Abort is an answer to it. */
const answered = (run: Run, event: At<Of<'answered'>>): Run => {
  const next = ofStep(run, event);
  return event.answer === 'abort' && !run.abort
    ? { ...next, abort: { by: event.by, via: event.via, at: event.at } }
    : next;
};

const doubted = (run: Run, event: At<Of<'answered' | 'glass-broken'>>, why: Doubt): Run => ({
  ...run,
  steps: run.steps.map(step => (step.planned.id === event.step ? stepDoubted(step, event, why) : step)),
});

const replanned = (run: Run, event: At<Of<'replanned'>>): Run => ({
  ...run,
  replanned: [...run.replanned, event],
  steps: [
    ...run.steps.map(step => (step.state === 'settled' ? step : { ...step, state: 'dropped' as const })),
    ...event.plan.map(toCome),
  ],
});

const takenOver = (run: Run, event: At<Of<'taken-over'>>): Run => ({
  ...run,
  owners: [...run.owners, event.by],
  takeOvers: [...run.takeOvers, event],
  steps: run.steps.map(step => withoutApprovalOf(step, event.by)),
});

const apply = (run: Run, event: At<RunEvent>): Run => {
  switch (event.kind) {
    case 'started':
      return run;
    case 'answered':
      return answered(run, event);
    case 'noted':
      return event.step === null ? { ...run, notes: [...run.notes, event] } : ofStep(run, event);
    case 'taken-over':
      return takenOver(run, event);
    case 'glass-broken':
      return glassBroken(run, event);
    case 'unanswered':
      return { ...run, unanswered: event };
    case 'replanned':
      return replanned(run, event);
    case 'abort-requested':
      return run.abort
        ? run
        : {
            ...run,
            abort: {
              by: event.by,
              via: event.via,
              at: event.at,
              ...(event.for ? { for: event.for } : {}),
              ...(event.unverified ? { unverified: true } : {}),
            },
          };
    case 'finished':
      return { ...run, finished: event };
    default:
      return ofStep(run, event);
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
    window: null,
    abort: null,
    owners: [entry.event.requestedBy],
    takeOvers: [],
    glass: null,
    unanswered: null,
    finished: null,
  };
};

const folded = (run: Run, entry: Entry<RunEvent>): Run => {
  if (entry.seq !== run.seq + 1)
    throw new TypeError(`run ${run.id}: entry ${entry.seq} follows ${run.seq}: the journal has a gap`);
  const { event, seq, at } = entry;
  if (entry.proof && (event.kind === 'answered' || event.kind === 'glass-broken'))
    return { ...doubted(run, { ...event, at }, entry.proof), seq, lastAt: at };
  const before = 'step' in event && event.step !== null ? stepOf(run, event.step) : null;
  const window = grantedAfter(run.window, event, before);
  return { ...apply(run, { ...event, at }), window, seq, lastAt: at };
};

/** The state of a run, from nothing but its entries. */
export const fold = (entries: readonly Entry<RunEvent>[]): Run => {
  const [first, ...rest] = entries;
  if (!first) throw new TypeError('a run without entries');
  return rest.reduce(folded, opened(first));
};
