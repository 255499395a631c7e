import type { Unread } from '../cluster/observation.ts';
import type { Ran } from '../model/command.ts';
import type { Words } from '../words.ts';
import { isKnownToAny } from './known-lines.ts';

/** Why a tool's answer could not be believed: the sentence (English in `unread`, both languages in `words`). */
export type Missed = {
  readonly unread: string;
  readonly words: Words;
  /** The name of the known trouble that it was, for whoever must not go on as after any other. */
  readonly trouble?: string;
};
/** Either the fact or why there is none. A reading never throws. */
export type Reading<T> = T | Missed;

export const missed = (words: Words, trouble?: string): Missed => ({
  unread: words.en,
  words,
  ...(trouble === undefined ? {} : { trouble }),
});

export const isMissed = (value: unknown): value is Missed =>
  typeof value === 'object' && value !== null && 'unread' in value && 'words' in value;

/** A missed reading as a fact of the cluster: what was looked at, and why it says nothing. */
export const unreadOf = (what: string, why: Missed): Unread => ({ what, why: why.unread, words: why.words });

const words = ['-d', '-n', '--tty', '--no-color', '--json', '-json'];
/** The tool and the verb, as a person calls it: `bosh instances`, `govc find`. */
export const toolAndVerb = (ran: Ran): string => {
  const [program, ...args] = ran.command.argv;
  if (ran.command.tool === 'sh') return args[3] ?? program;
  const verb = args.find((arg, i) => !words.includes(arg) && args[i - 1] !== '-d' && !arg.startsWith('-'));
  const tool = ran.command.tool === 'bbr' ? (program.split('/').at(-1) ?? program) : ran.command.tool;
  return verb === undefined || ran.command.tool === 'curl' ? tool : `${tool} ${verb}`;
};

/** The last line that says something and is of a known shape, cut so that it fits a card; of others only how many. */
export const lastLine = (text: string): string => {
  const lines = text
    .split('\n')
    .map(each => each.trim())
    .filter(each => each !== '');
  const known = lines.findLast(isKnownToAny)?.slice(0, 200);
  return known ?? (lines.length === 0 ? '' : `[not shown: ${lines.length}]`);
};
