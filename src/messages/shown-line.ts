import type { PlannedStep } from '../runs/events.ts';
import type { Locale } from '../words.ts';

/** A command line as it runs, or what stands in its place until it is known, in the card's language. */
export const lineInChannel = (planned: PlannedStep, locale: Locale, line = planned.line): string =>
  line === planned.line ? (planned.note?.[locale] ?? line) : line;
