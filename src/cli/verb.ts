import type { ParseArgsOptionsConfig } from 'node:util';
import type { Words } from '../words.ts';

/** What a verb answers: for stdout, or the sentence for stderr. The code is the program's: 1 of its work, 2 of how it was called, 3 of a cluster that is not healthy. */
export type Said =
  | { readonly out: Words; readonly code?: 0 | 1 | 3 }
  | { readonly why: Words; readonly code?: 1 | 2 };

export type CliWorld = {
  readonly now: Date;
  /** LC_ALL or LANG as they are: they name the language. */
  readonly lang: string;
  /** Somebody sits in front of it: colours, and what is waited for. */
  readonly tty?: boolean;
  /** The environment with what .env adds; only a verb that wants a setting asks for it. */
  readonly env: () => Promise<Readonly<Record<string, string | undefined>>>;
};

/** Imports only src/cli and src/words.ts: what does the work is loaded once `run` is called, so that help costs nothing. */
export type CliVerb = {
  /** As it is typed after `npm run -s pks --`. */
  readonly usage: string;
  readonly help: Words;
  readonly options: ParseArgsOptionsConfig;
  /** How many words it takes, at least and at most. */
  readonly takes: readonly [number, number];
  run(words: readonly string[], options: Readonly<Record<string, unknown>>, world: CliWorld): Promise<Said>;
};
