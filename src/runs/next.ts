import type { Answer, Person } from './events.ts';
import { currentStep, type Run, type StepRun } from './run.ts';

/** What the loop does next with a run, told from its entries alone. */
export type Move =
  | { readonly do: 'nothing' }
  /** A person is waited for. */
  | { readonly do: 'wait'; readonly step: StepRun }
  /** Look at the world: is the step needed, may it run, who is asked? */
  | { readonly do: 'consider'; readonly step: StepRun }
  /** Enough people approved: read the witness again, then act. */
  | { readonly do: 'spend'; readonly step: StepRun }
  /** Begun, and its end is not written down. */
  | { readonly do: 'reconcile'; readonly step: StepRun }
  /** Its command ended: read the world back. */
  | { readonly do: 'settle'; readonly step: StepRun }
  | { readonly do: 'leave-out'; readonly step: StepRun; readonly by: Person }
  /** A person said what an unknown act came to. */
  | { readonly do: 'believe'; readonly step: StepRun; readonly by: Person }
  | { readonly do: 'wind-down'; readonly why: 'abort' | 'failure' }
  | { readonly do: 'finish' };

const approvals = (step: StepRun): number =>
  new Set(step.answers.filter(a => a.answer === 'approve').map(a => a.by.id)).size;

const first = (step: StepRun, answer: Answer) => step.answers.find(a => a.answer === answer);

/** An open ask and its answers. One person's skip, again or happened is enough; approvals are counted by person. */
const answersDecide = (step: StepRun): Move => {
  const [skip, happened] = [first(step, 'skip'), first(step, 'happened')];
  if (skip) return { do: 'leave-out', step, by: skip.by };
  if (happened) return { do: 'believe', step, by: happened.by };
  if (first(step, 'again')) return { do: 'consider', step };
  const asked = step.asked;
  return asked && asked.people > 0 && approvals(step) >= asked.people
    ? { do: 'spend', step }
    : { do: 'wait', step };
};

export const windingDown = (run: Run): boolean => run.replanned.length > 0;

const stepMove = (step: StepRun): Move => {
  switch (step.state) {
    case 'to-come':
      return { do: 'consider', step };
    case 'asking':
      return answersDecide(step);
    case 'running':
      return { do: 'reconcile', step };
    case 'ended':
      return { do: 'settle', step };
    case 'settled':
    case 'dropped':
      return { do: 'nothing' };
    default:
      return step.state satisfies never;
  }
};

/** A running command is always brought to its end first; an abort takes effect before the next one starts. */
export const next = (run: Run): Move => {
  if (run.finished) return { do: 'nothing' };
  const step = currentStep(run);
  const busy = step?.state === 'running' || step?.state === 'ended';
  if (run.abort && !busy && !windingDown(run)) return { do: 'wind-down', why: 'abort' };
  return step ? stepMove(step) : { do: 'finish' };
};
