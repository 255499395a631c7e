import type { Person } from '../model/person.ts';
import type { RunEvent, WindowAsked } from './events.ts';

type Of<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;
/** As a run's step has them. */
type Asking = {
  readonly asked: Of<'asked'> | null;
  readonly answers: readonly Pick<Of<'answered'>, 'answer' | 'by'>[];
};

/** A window whose first act has begun: what was approved with it, and by whom. */
export type Granted = WindowAsked & {
  readonly by: readonly Person[];
  /** Nothing has come in between: what is left of it may begin. What makes a stop safe may even where this is over. */
  readonly isOpen: boolean;
};

export const whoApproved = ({ answers }: Pick<Asking, 'answers'>): readonly Person[] =>
  answers.filter(({ answer }) => answer === 'approve').map(({ by }) => by);

/** Whatever makes somebody look ends it: a difference, another ask, "try again", a step that did not come to its end, an abort. */
const ends = (event: RunEvent): boolean => {
  switch (event.kind) {
    case 'asked':
      return event.ask !== 'settle';
    case 'answered':
      return event.answer !== 'approve' && event.answer !== 'happened';
    case 'settled':
      return event.outcome === 'failed' || event.outcome === 'cancelled';
    case 'voided':
    case 'abort-requested':
    case 'replanned':
      return true;
    default:
      return false;
  }
};

/** The window of a run after one more entry; `at`: the step of the entry as it was before. */
export const grantedAfter = (granted: Granted | null, event: RunEvent, at: Asking | null): Granted | null => {
  if (event.kind === 'began' && at?.asked?.window && whoApproved(at).length > 0)
    return { ...at.asked.window, by: whoApproved(at), isOpen: true };
  return granted && ends(event) ? { ...granted, isOpen: false } : granted;
};

type InRun = { readonly window: Granted | null };

/** The window's approval of a step that has none of its own; null where it has ended. */
export const grantOf = (
  { window }: InRun,
  step: string,
): (WindowAsked['steps'][number] & Pick<Granted, 'by'>) | null => {
  const found = window?.isOpen ? window.steps.find(each => each.step === step) : undefined;
  return window && found ? { ...found, by: window.by } : null;
};

/** Approved with the window as what makes a stop inside it safe: this step, with this command. */
export const isSafeStep = ({ window }: InRun, step: string, digest: string): boolean =>
  window?.safe.some(each => each.step === step && each.digest === digest) ?? false;

/** Those whose approval of the window is spent as this one begins. */
export const spentOn = (window: Granted | null, { step, digest, line }: Of<'began'>): readonly Person[] => {
  const isIt =
    window?.steps.some(each => each.step === step && each.digest === digest) ||
    window?.safe.some(each => each.step === step && each.line === line);
  return isIt ? (window?.by ?? []) : [];
};
