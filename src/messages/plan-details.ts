import type { Run, StepRun } from '../runs/run.ts';
import type { Locale } from '../words.ts';
import { bold, type KnownBlock, line, rich } from './blocks.ts';
import { card, type Drawn } from './drawn.ts';
import { planNeedsThread } from './headline.ts';
import { asksOf, planPieces } from './plan-block.ts';
import { place } from './run-state.ts';
import { flat } from './text.ts';

const perMessage = 4;

const stepBlocks =
  (run: Run, locale: Locale, chars: number) =>
  (step: StepRun): KnownBlock[] => {
    const { n } = place(run, step);
    const title = `${n}. ${flat(step.planned.title[locale])} · ${asksOf(run, step)[locale]}`;
    return [
      rich(line(bold(title, 200))),
      rich(line(...planPieces(step.planned, { chars, items: 1 }, locale))),
    ];
  };

const message = (run: Run, steps: readonly StepRun[], index: number, locale: Locale): Drawn => ({
  key: `plan/${index + 1}`,
  inThread: true,
  urgent: false,
  ...card({ en: `The plan in full, part ${index + 1}`, ko: `전체 계획 ${index + 1}` }[locale], room =>
    steps.flatMap(stepBlocks(run, locale, room.chars)),
  ),
});

/** Every step with its whole command line, for a plan that is too long for the headline: nothing is hidden by shortening. */
export const planDetails = (run: Run, locale: Locale): Drawn[] => {
  if (!planNeedsThread(run, locale)) return [];
  const pages: StepRun[][] = [];
  for (let at = 0; at < run.steps.length; at += perMessage) pages.push(run.steps.slice(at, at + perMessage));
  return pages.map((steps, index) => message(run, steps, index, locale));
};
