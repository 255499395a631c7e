import type { Person } from '../model/person.ts';
import { currentStep, isUnfinished, type Run, type StepRun } from './run.ts';
import { hasExpired } from './step-run.ts';
import { grantOf } from './window.ts';

/** What the loop does next with a run, told from its entries alone. Exported for its tests. */
export type Move =
  | { readonly do: 'nothing' }
  /** A person is waited for. */
  | { readonly do: 'wait'; readonly step: StepRun }
  /** Look at the world: is the step needed, may it run, who is asked? */
  | { readonly do: 'prepare'; readonly step: StepRun }
  /** Enough people approved, it or the window that it is in: read the witness again, then act. */
  | { readonly do: 'recheck'; readonly step: StepRun }
  /** Begun, and its end is not written down. */
  | { readonly do: 'reconcile'; readonly step: StepRun }
  /** Its command ended: read the world back. */
  | { readonly do: 'conclude'; readonly step: StepRun }
  | { readonly do: 'leave-out'; readonly step: StepRun; readonly by: Person }
  /** A person said what an unknown act came to. */
  | { readonly do: 'take-word'; readonly step: StepRun; readonly by: Person }
  | { readonly do: 'wind-down'; readonly why: 'abort' | 'failure' }
  | { readonly do: 'finish' };

/** Only an ask for approval can be approved, never by nobody, and not once its time is over. */
const approvalsWanted = (step: StepRun): number => {
  const { asked } = step;
  if (hasExpired(step)) return Number.POSITIVE_INFINITY;
  return asked && asked.people > 0 && (asked.ask === 'approve' || asked.ask === 'approve-or-skip')
    ? asked.people
    : Number.POSITIVE_INFINITY;
};

/** An open ask and its answers, in the order in which they were written: the first that decides wins. One person's skip,
 *  again or happened is enough; approvals are counted by person. */
const answersDecide = (step: StepRun): Move => {
  const approvers = new Set<string>();
  for (const { answer, by } of step.answers) {
    if (answer === 'skip') return { do: 'leave-out', step, by };
    if (answer === 'happened') return { do: 'take-word', step, by };
    // Nobody knows yet what became of the act: looked at once more, and not begun again.
    if (answer === 'again') return { do: isUnfinished(step) ? 'reconcile' : 'prepare', step };
    if (answer === 'approve') approvers.add(by.id);
    if (approvers.size >= approvalsWanted(step)) return { do: 'recheck', step };
  }
  return { do: 'wait', step };
};

/** The open ask is answered: nobody is waited for, though nothing has followed from it yet. */
export const isAnswered = (step: StepRun): boolean =>
  step.state === 'asking' && answersDecide(step).do !== 'wait';

export const windingDown = (run: Run): boolean => run.replanned.length > 0;

const stepMove = (run: Run, step: StepRun): Move => {
  switch (step.state) {
    case 'to-come':
      return { do: grantOf(run, step.planned.id) ? 'recheck' : 'prepare', step };
    case 'asking':
      return answersDecide(step);
    case 'running':
      return { do: 'reconcile', step };
    case 'ended':
      return { do: 'conclude', step };
    case 'settled':
    case 'dropped':
      return { do: 'nothing' };
    default:
      return step.state satisfies never;
  }
};

/** After an abort: what has begun is brought to its end, or to what can be known of it. null: nothing has. */
const toItsEnd = (run: Run, step: StepRun): Move | null => {
  if (step.state === 'running' || step.state === 'ended') return stepMove(run, step);
  if (step.state !== 'asking' || !isUnfinished(step)) return null;
  const answered = answersDecide(step);
  return answered.do === 'take-word' ? answered : { do: 'reconcile', step };
};

/** A running command is always brought to its end first; an abort takes effect before the next one starts. */
export const next = (run: Run): Move => {
  if (run.finished) return { do: 'nothing' };
  if (run.unanswered) return { do: 'finish' };
  const step = currentStep(run);
  if (run.abort && !windingDown(run))
    return (step && toItsEnd(run, step)) ?? { do: 'wind-down', why: 'abort' };
  return step ? stepMove(run, step) : { do: 'finish' };
};
