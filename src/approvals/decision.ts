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
  | { readonly ok: false; readonly words: Words };

export const declined = (en: string, ko: string): Decision => ({ ok: false, words: { en, ko } });
