import type { Live } from '../ports/channel.ts';
import type { Run, StepRun } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import { line, piece, rich, said, when, who } from './blocks.ts';
import { askLine, callMessage, closedCard, expiryMessage } from './call-message.ts';
import { card, type Drawn } from './drawn.ts';
import { glassMessages } from './glass-message.ts';
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

/** To the thread, and to whoever was the owner until then. */
const takenOver = (run: Run, event: Run['takeOvers'][number], index: number, locale: Locale): Timed => {
  const before = run.owners[index] ?? run.started.requestedBy;
  const said =
    locale === 'ko'
      ? [who(before), piece(' 님에 이어 '), who(event.by), piece(' 님이 이 복구를 인수했습니다.')]
      : [who(event.by), piece(' took this run over from '), who(before), piece('.')];
  const text =
    locale === 'ko' ? `${event.by.name} 님이 복구를 인수했습니다` : `${event.by.name} took this run over`;
  return {
    at: event.at,
    drawn: {
      key: `taken-over/${index}`,
      inThread: true,
      urgent: false,
      ...card(text, () => [rich(line(when(event.at), piece(' '), ...said))]),
    },
  };
};

const happened = (step: StepRun): boolean =>
  step.attempt > 0 || step.settled !== null || step.voided.length > 0 || step.notes.length > 0;

/**
 * A step that asks nobody gets its message when it is its turn, though nothing is written of it yet; one that asks gets it
 * with its ask, for people are told of new messages alone. What has one keeps it, also when the plan is replaced or the run
 * ends: a message is never taken back.
 */
const isTurn = (run: Run, step: StepRun, index: number): boolean => {
  const before = run.steps.slice(0, index);
  if (step.planned.people > 0) return false;
  if (step.state === 'dropped') return before.at(-1)?.state === 'settled';
  return before.every(each => each.state === 'settled' || each.state === 'dropped');
};
const shown = (run: Run): readonly StepRun[] =>
  run.steps.filter((step, index) => happened(step) || isTurn(run, step, index));

/** When something first happened to it, else when its turn came. */
const firstAt = (run: Run, step: StepRun): number => {
  const moments = [
    step.asks[0]?.at,
    step.asked?.at,
    step.began?.at,
    step.settled?.at,
    step.voided[0]?.at,
    step.notes[0]?.at,
  ];
  const known = moments.filter(at => at !== undefined);
  if (known.length > 0) return Math.min(...known);
  if (step.state === 'to-come') return run.lastAt;
  const before = run.steps.slice(0, run.steps.indexOf(step)).findLast(each => each.settled);
  return before?.settled?.at ?? run.startedAt;
};

/** Its message, those before it that an ask has left behind, the lines in the channel, and every call. */
const ofStep = (run: Run, step: StepRun, live: Live | null, locale: Locale): readonly Timed[] => {
  const since = (card: number) => step.asks.find(ask => ask.card === card)?.at ?? firstAt(run, step);
  const closed = Array.from({ length: Math.max(0, step.cards - 1) }, (_, index) => index + 1);
  return [
    ...closed.map(n => ({ at: since(n), drawn: closedCard(run, step, n, locale) })),
    { at: since(step.cards), drawn: stepMessage(run, step, live, locale) },
    ...step.asks.map(ask => ({ at: ask.at, drawn: askLine(run, step, ask, locale) })),
    ...step.expiries.map(each => ({ at: each.at, drawn: expiryMessage(run, step, each, locale) })),
    ...step.calls.map(call => ({ at: call.at, drawn: callMessage(run, step, call, locale) })),
  ];
};

const late = (at: number, locale: Locale): Drawn['late'] => {
  const said =
    locale === 'ko' ? ' 에 있었던 일입니다(늦게 게시됨).' : ' is when this happened: it was posted late.';
  return { at, block: rich(line(piece('🕒 '), when(at), piece(said))) };
};

/** Every message of a run, in the order in which they should stand in the channel. Pure: the same run, the same messages. */
export const drawRun = (run: Run, live: Live | null, locale: Locale): readonly Drawn[] => {
  const steps = shown(run).flatMap(step => ofStep(run, step, live, locale));
  const notes = [
    ...glassMessages(run, locale).map(drawn => ({ at: run.glass?.at ?? 0, drawn })),
    ...run.takeOvers.map((event, index) => takenOver(run, event, index, locale)),
    ...run.notes.map((event, index) => note(`note/${index}`, event.at, event.words, locale)),
    ...run.replanned.map((event, index) => note(`replanned/${index}`, event.at, event.words, locale)),
  ];
  const end = summary(run, locale).map(drawn => ({ at: run.finished?.at ?? run.lastAt, drawn }));
  const thread = [...[...notes, ...steps].sort((a, b) => a.at - b.at), ...end];
  return [
    headline(run, locale),
    ...planDetails(run, locale),
    ...thread.map(({ at, drawn }) => ({ ...drawn, late: late(at, locale) })),
  ];
};
