import { fellSilent, type Ran } from '../model/command.ts';
import type { Live } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import { isMissed } from '../readings/reading.ts';
import type { Proof, Settings, Step, StepContext } from '../runbooks/runbook.ts';
import { unseen } from '../runbooks/step-context.ts';
import type { Run, StepRun } from '../runs/run.ts';
import { factsOf } from '../runs/steps.ts';
import type { Words } from '../words.ts';
import type { Observer } from './observer.ts';

/** A run whose step ended, and what watching it needs of the world. */
export type Watching = {
  readonly run: Run;
  readonly observer: Pick<Observer, 'context'>;
  readonly settings: Settings;
  readonly clock: Pick<Clock, 'elapsed' | 'sleep'>;
  readonly lookEveryMs: number;
  /** Where a wait is told while it lasts. */
  readonly live: (live: Live) => void;
  /** Somebody asked to stop. */
  readonly isAborted: () => Promise<boolean>;
  /** Throws once another process drives the run. */
  readonly stillOurs: () => void;
};

/** Where the output alone is the proof, nothing is read and nothing may be concluded from the cluster. */
const blindContext = ({ settings, run }: Watching): StepContext => {
  const { cluster, deployment, target, cure, baseline } = run.started;
  return {
    run: run.id,
    deployment,
    target,
    cure,
    before: baseline,
    seen: unseen({ cluster, deployment }),
    vms: {},
    problems: null,
    service: null,
    canary: null,
    facts: factsOf(run),
    secondsSinceEnd: 0,
    settings,
  };
};

/** Exported for whoever reads the world of a step whose output is its proof, and was not enough. */
export const needsOf = ({ proofNeeds = [] }: Step) => (proofNeeds === 'output' ? [] : proofNeeds);

const look = async (
  watching: Watching,
  step: Step,
  ran: Ran | null,
  watchedMs: number,
): Promise<Pick<Watched, 'last' | 'context'>> => {
  const context =
    step.proofNeeds === 'output' && !(ran && fellSilent(ran))
      ? blindContext(watching)
      : await watching.observer.context(watching.run, needsOf(step), watchedMs / 1000);
  return isMissed(context)
    ? { last: { state: 'not-yet', words: context.words }, context: null }
    : { last: step.proof(context, ran), context };
};

/** Leader and term may not change while a hold lasts; revision and hash may. */
const steady = (proof: Proof): string =>
  proof.state === 'holds'
    ? `${proof.facts?.leader ?? ''} ${proof.facts?.term ?? ''} ${proof.facts?.starts ?? ''}`
    : '';

type Held = { readonly since: number; readonly steady: string };

const holding = (held: Held | null, last: Proof, now: number): Held | null => {
  if (last.state !== 'holds') return null;
  return held?.steady === steady(last) ? held : { since: now, steady: steady(last) };
};

const progress = (
  { live, run }: Watching,
  at: StepRun,
  last: Proof,
  held: Held | null,
  holdMs: number,
  now: number,
) => {
  const [seconds, of] = [Math.floor((now - (held?.since ?? now)) / 1000), holdMs / 1000];
  const words: Words = held
    ? { en: `holds for ${seconds} of ${of} s`, ko: `${of}초 중 ${seconds}초 동안 유지됨` }
    : last.words;
  live({ run: run.id, step: at.planned.id, text: `${words.en}\n`, lines: 1, words });
};

/** `aborted`: it was cut short, so that it did not hold says little. */
export type Watched = {
  readonly last: Proof;
  /** What it was concluded from; null: it could not be read. */
  readonly context: StepContext | null;
  readonly aborted: boolean;
};

/** What holds at the last look only is no proof, and its sentence must not say that it held. */
const notHeld = (last: Proof, holdMs: number): Proof =>
  last.state === 'holds'
    ? {
        state: 'not-yet',
        words: {
          en: `everything holds at the last look, but it did not stay so for ${holdMs / 1000} s without a change`,
          ko: `마지막 확인에서는 모두 유지되지만 ${holdMs / 1000}초 동안 변화 없이 유지되지는 않았습니다`,
        },
      }
    : last;

/** What has begun to hold, late as it may be, is watched to its end: looks at a slow Director take long. */
const isOver = (watchedMs: number, patienceMs: number, held: Held | null): boolean =>
  watchedMs > (held ? 2 * patienceMs : patienceMs);

/**
 * Looks again and again until the proof holds (for as long as the step says), breaks, or time is up. Counted from the
 * first look of this process: what another one saw before it died was not watched to the end, and no clock is shared with it.
 */
export const watchProof = async (
  watching: Watching,
  at: StepRun,
  step: Step,
  ran: Ran | null,
): Promise<Watched> => {
  const { clock, settings } = watching;
  const holdMs = (step.holdSeconds?.(settings) ?? 0) * 1000;
  const start = clock.elapsed();
  const patienceMs = settings.settleSeconds * 1000 + holdMs;
  let held: Held | null = null;
  for (;;) {
    const { last, context } = await look(watching, step, ran, clock.elapsed() - start);
    const now = clock.elapsed();
    held = holding(held, last, now);
    const enough = held !== null && now - held.since >= holdMs;
    const aborted = !enough && (await watching.isAborted());
    if (enough || last.state === 'broken') return { last, context, aborted };
    if (aborted || isOver(now - start, patienceMs, held))
      return { last: notHeld(last, holdMs), context, aborted };
    if (holdMs > 0) progress(watching, at, last, held, holdMs, now);
    await clock.sleep(watching.lookEveryMs);
    watching.stillOurs();
  }
};
