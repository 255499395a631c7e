import type { RunEvent } from '../runs/events.ts';
import type { Words } from '../words.ts';

/** One decision for button, modal, slash command and command line: what is written, or why nothing is. */
export type Decision =
  | {
      readonly ok: true;
      readonly events: readonly RunEvent[];
      readonly words: Words;
      readonly counted: number;
      readonly people: number;
    }
  | Declined;

/** `already`: nothing more is done because what they want is so; nothing is wrong, and it is told so. */
export type Declined = { readonly ok: false; readonly words: Words; readonly already?: boolean };

export const declined = (en: string, ko: string, already = false): Declined => ({
  ok: false,
  words: { en, ko },
  ...(already ? { already } : {}),
});
