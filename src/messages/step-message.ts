import type { types } from '@slack/bolt';
import type { Live } from '../ports/channel.ts';
import type { Run, StepRun } from '../runs/run.ts';
import type { Locale } from '../words.ts';
import { bold, commandLine, type KnownBlock, line, list, output, piece, rich, said, when } from './blocks.ts';
import { boshTableBlocks } from './bosh-table.ts';
import { callLine, cardKey } from './call-message.ts';
import { card, type Drawn, type Room } from './drawn.ts';
import { ownOutage } from './own-outage.ts';
import { asks } from './plan-block.ts';
import { lineInChannel } from './shown-line.ts';
import { stepButtons } from './step-buttons.ts';
import { risk, terms, voided, why } from './step-checks.ts';
import { notShown, readBack, resultBlocks } from './step-result.ts';
import { isBusy, stepState, stepTitle } from './step-state.ts';
import { windowCommands } from './window-commands.ts';

const notes = (step: StepRun, room: Room, locale: Locale): KnownBlock[] =>
  step.notes.length === 0
    ? []
    : [
        rich(
          list(
            step.notes
              .slice(-Math.min(room.items, 5))
              .map(note => [
                when(note.at),
                piece(' '),
                ...said(note.words, locale, Math.min(room.chars, 400)),
              ]),
          ),
        ),
      ];

/** The newest of what the command prints, as it prints it. */
const tail = (step: StepRun, live: Live | null, room: Room, locale: Locale): KnownBlock[] => {
  if (!live || !isBusy(step)) return [];
  const shown = live.words?.[locale] ?? live.text;
  const rest = notShown(live.hidden, undefined)?.[locale];
  const pieces = [
    ...(shown.trim() === '' ? [] : [output(shown, Math.min(room.chars, 1500))]),
    ...(rest ? [line(piece(rest))] : []),
  ];
  return pieces.length === 0 ? [] : [rich(...pieces)];
};

const commandShown = (step: StepRun, locale: Locale): string =>
  lineInChannel(step.planned, locale, step.began?.line ?? step.asked?.line);

const commands = (run: Run, step: StepRun, room: Room, locale: Locale): types.RichTextBlock[] => {
  const window = step.state === 'asking' ? step.asked?.window : undefined;
  return window
    ? windowCommands(run, window, room, locale)
    : [rich(commandLine(commandShown(step, locale), room.chars))];
};

/** All that stands in a step's message, from its title to its buttons: what a person decides by stands open, the command and
 *  the figures are folded. */
export const stepBlocks =
  (run: Run, step: StepRun, live: Live | null, locale: Locale) =>
  (room: Room): KnownBlock[] => [
    rich(
      line(bold(stepTitle(run, step, locale), 200)),
      ...stepState(run, step, locale),
      ...callLine(run, step, locale),
    ),
    ...ownOutage(run, step, locale),
    ...why(step, room, locale),
    ...risk(step, room, locale),
    ...voided(step, room, locale),
    ...tail(step, live, room, locale),
    ...readBack(step, room, locale),
    ...boshTableBlocks(step, room, locale),
    ...terms(step, commands(run, step, room, locale), room, locale),
    ...resultBlocks(step, room, locale),
    ...notes(step, room, locale),
    ...stepButtons(run, step, locale),
  ];

const fallback = (run: Run, step: StepRun, locale: Locale): string => {
  if (step.state === 'settled' && step.settled)
    return `${stepTitle(run, step, locale)}: ${step.settled.words[locale]}`;
  const asking =
    step.state === 'asking'
      ? `${asks(step.asked?.people ?? 0)[locale]}. ${step.asked?.why[locale] ?? ''}`
      : '';
  return `${stepTitle(run, step, locale)}. ${asking} ${commandShown(step, locale)}`;
};

/** Of a step at work: whatever is not its command, its output or how far it is. */
const news = (run: Run, step: StepRun): string | undefined =>
  isBusy(step)
    ? JSON.stringify([
        step.notes.length,
        step.voided.length,
        step.glass,
        run.abort?.by.id,
        run.owners.length,
        run.finished?.outcome,
      ])
    : undefined;

/** A step's message in the thread: what it is, where it stands, what it ran, what was read back, and what may be answered. */
export const stepMessage = (run: Run, step: StepRun, live: Live | null, locale: Locale): Drawn => ({
  key: cardKey(step, step.cards),
  inThread: true,
  urgent: step.state === 'asking',
  news: news(run, step),
  ...card(
    fallback(run, step, locale),
    stepBlocks(run, step, live?.run === run.id && live.step === step.planned.id ? live : null, locale),
  ),
});
