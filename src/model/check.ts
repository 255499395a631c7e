import type { Words } from '../words.ts';

/** One line of a checklist: what holds, or why it does not, with numbers. */
export type Check = {
  readonly name: string;
  readonly ok: boolean;
  readonly words: Words;
  /** Nobody could ask: it is in nobody's way, and is not said to hold either. */
  readonly unasked?: boolean;
};
