import type { Words } from '../words.ts';

/** A tool's known way of saying no: its words, what they mean and the next move. */
export type KnownTrouble = {
  readonly name: string;
  readonly says: RegExp;
  readonly words: (found: RegExpExecArray, tool: string) => Words;
};
