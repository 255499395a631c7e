import type { Live } from '../ports/channel.ts';
import type { Run, StepRun } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import { line, piece, rich, said, when } from './blocks.ts';
import { card, type Drawn } from './drawn.ts';
import { headline } from './headline.ts';
import { planDetails } from './plan-details.ts';
import { stepMessage } from './step-message.ts';
import { summary } from './summary.ts';

/** A message and the moment it belongs to, for the order in the thread. */
type Timed = { readonly at: number; readonly drawn: Drawn };

const note = (key: string, at: number, words: Words, locale: Locale): Timed => ({
  at,
  drawn: {
    key,
    inThread: true,
    urgent: false,
    ...card(words[locale], room => [rich(line(when(at), piece(' '), ...said(words, locale, room.chars)))]),
  },
});

const happened = (step: StepRun): boolean =>
  step.attempt > 0 || step.settled !== null || step.voided.length > 0 || step.notes.length > 0;

/**
 * A step gets its message when it is its turn, though nothing is written of it yet; the plan shows it before that. What
 * had its turn keeps its message, also when the plan is replaced or the run ends: a message is never taken back.
 */
const isTurn = (run: Run, step: StepRun, index: number): boolean => {
  const before = run.steps.slice(0, index);
  if (step.state === 'dropped') return before.at(-1)?.state === 'settled';
  return before.every(each => each.state === 'settled' || each.state === 'dropped');
};
const shown = (run: Run): readonly StepRun[] =>
  run.steps.filter((step, index) => happened(step) || isTurn(run, step, index));

/** When something first happened to it, else when its turn came. */
const firstAt = (run: Run, step: StepRun): number => {
  const moments = [step.asked?.at, step.began?.at, step.settled?.at, step.voided[0]?.at, step.notes[0]?.at];
  const known = moments.filter(at => at !== undefined);
  if (known.length > 0) return Math.min(...known);
  if (step.state === 'to-come') return run.lastAt;
  const before = run.steps.slice(0, run.steps.indexOf(step)).findLast(each => each.settled);
  return before?.settled?.at ?? run.startedAt;
};

/** Every message of a run, in the order in which they should stand in the channel. Pure: the same run, the same messages. */
export const drawRun = (run: Run, live: Live | null, locale: Locale): readonly Drawn[] => {
  const steps = shown(run).map(
    (step): Timed => ({ at: firstAt(run, step), drawn: stepMessage(run, step, live, locale) }),
  );
  const notes = [
    ...run.notes.map((event, index) => note(`note/${index}`, event.at, event.words, locale)),
    ...run.replanned.map((event, index) => note(`replanned/${index}`, event.at, event.words, locale)),
  ];
  const thread = [...notes, ...steps].sort((a, b) => a.at - b.at).map(timed => timed.drawn);
  return [headline(run, locale), ...planDetails(run, locale), ...thread, ...summary(run, locale)];
};
