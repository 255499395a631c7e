import { next } from '../runs/next.ts';
import type { Run, StepRun } from '../runs/run.ts';
import { hasExpired } from '../runs/step-run.ts';

/** When an ask that nobody answers calls people again, in minutes since it was made. */
export type Calling = {
  readonly remindMinutes: readonly number[];
  /** From here on a second group and the pager are called. */
  readonly escalateMinutes: number;
};

/** Which call of an ask is due, counted from 1, and whether it goes further than to those who were asked. */
type DueCall = { readonly step: StepRun; readonly n: number; readonly further: boolean };

const minuteMs = 60_000;
const longestGapMinutes = 60;

/** After the reminders and the escalation: ever longer, an hour at most. */
function* moments({ remindMinutes, escalateMinutes }: Calling): Generator<number> {
  const early = remindMinutes.filter(each => each < escalateMinutes).toSorted((a, b) => a - b);
  yield* early;
  yield escalateMinutes;
  let gap = escalateMinutes;
  for (let at = escalateMinutes + gap; ; at += gap) {
    yield at;
    gap = Math.min(longestGapMinutes, gap * 2);
  }
}

/** The ask that waits for a person's answer now. */
export const waitingStep = (run: Run): StepRun | null => {
  const move = next(run);
  return move.do === 'wait' && move.step.asked ? move.step : null;
};

/**
 * The call that is due and was not made. What was missed while no bot was there is one call and not several; what was made
 * is in the record and is not made again.
 */
export const dueCall = (run: Run, now: number, calling: Calling): DueCall | null => {
  const step = waitingStep(run);
  if (!step?.asked || hasExpired(step)) return null;
  const waited = (now - step.asked.at) / minuteMs;
  let [n, further] = [0, false];
  for (const moment of moments(calling)) {
    if (moment > waited) break;
    n++;
    further = moment >= calling.escalateMinutes;
  }
  const made = step.calls.findLast(call => call.attempt === step.attempt)?.n ?? 0;
  return n > made ? { step, n, further } : null;
};

/** What is known of the quorum by the asks of a step, and by its act: what may be either is no sighting. */
const sightings = ({ asked, began, tookDown }: StepRun): readonly { at: number; quorum: boolean }[] => {
  const read = asked?.members;
  const [has, lost] = [read && read.healthy >= read.quorum, read && read.of - read.down < read.quorum];
  return [
    ...(began && tookDown && tookDown.during < tookDown.quorum ? [{ at: began.at, quorum: false }] : []),
    ...(asked && (has || lost) ? [{ at: asked.at, quorum: has === true }] : []),
  ];
};

/** Since when the record knows of no quorum, without a break; null: it knows of none, or not whether. */
export const noQuorumSince = (run: Run): number | null => {
  let since: number | null = run.started.verdict.name === 'quorum-lost' ? run.startedAt : null;
  for (const { at, quorum } of run.steps.flatMap(sightings).toSorted((a, b) => a.at - b.at))
    since = quorum ? null : (since ?? at);
  return since;
};
