import { readFileSync } from 'node:fs';
import { Failure, UsageFailure } from './failure.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What every command of the CLI can be told, by flag or by environment (docs/evidence.md#the-flags-of-bosh). */
export type Options = {
  readonly director: string;
  readonly ca: string | undefined;
  readonly client: string;
  readonly secret: string;
  readonly deployment: string;
  readonly nonInteractive: boolean;
  readonly mode: 'plain' | 'tty' | 'json';
  readonly columns: readonly string[];
  readonly flag: (name: string) => string | undefined;
  readonly has: (name: string) => boolean;
  readonly all: (name: string) => readonly string[];
  /** The command's own words. */
  readonly words: readonly string[];
};

const globalSwitches = [
  'non-interactive',
  'json',
  'tty',
  'no-color',
  'version',
  'help',
  'sha2',
  'gw-disable',
];
const globalValues = [
  'environment',
  'ca-cert',
  'client',
  'client-secret',
  'deployment',
  'config',
  'column',
  'parallel',
];
const globalShort: Readonly<Record<string, string>> = {
  e: 'environment',
  d: 'deployment',
  n: 'non-interactive',
  v: 'version',
  h: 'help',
};

/** The flags of one command, by long name; `short` maps letters to them. A value ending in `?` may be left out. */
export type Flags = {
  readonly switches?: readonly string[];
  readonly values?: readonly string[];
  readonly short?: Readonly<Record<string, string>>;
};
export type Parsed = {
  readonly command: string | undefined;
  readonly words: readonly string[];
  readonly given: readonly (readonly [string, string])[];
};

/** go-flags: flags and words in any order, the first word is the command, `--` ends the flags. */
export const parse = (argv: readonly string[], flagsOf: (command: string) => Flags | undefined): Parsed => {
  const rest = [...argv];
  const words: string[] = [];
  const given: [string, string][] = [];
  let command: string | undefined;
  let flags: Flags = {};
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    if (word === '--') words.push(...rest.splice(0));
    else if (/^--|^-[A-Za-z]/.test(word)) given.push(flagGiven(word, flags, rest));
    else if (command !== undefined) words.push(word);
    else {
      command = word;
      const found = flagsOf(word);
      if (found === undefined) break;
      flags = found;
    }
  }
  return { command, words, given };
};

const flagGiven = (word: string, flags: Flags, rest: string[]): [string, string] => {
  const [name, inline] = word.startsWith('--') ? longFlag(word) : shortFlag(word, flags);
  const values = [...(flags.values ?? []), ...globalValues];
  if ([...(flags.switches ?? []), ...globalSwitches].includes(name)) return [name, 'true'];
  if (values.includes(`${name}?`)) return [name, inline ?? ''];
  if (values.includes(name)) return [name, inline ?? valueAfter(name, rest)];
  throw new UsageFailure(`unknown flag \`${name}'`);
};
const longFlag = (word: string): [string, string | undefined] => {
  const equals = word.indexOf('=');
  return equals < 0 ? [word.slice(2), undefined] : [word.slice(2, equals), word.slice(equals + 1)];
};
const shortFlag = (word: string, flags: Flags): [string, string | undefined] => {
  const letter = word.charAt(1);
  const name = flags.short?.[letter] ?? globalShort[letter] ?? letter;
  return [name, word.length > 2 ? word.slice(2).replace(/^=/, '') : undefined];
};
const valueAfter = (name: string, rest: string[]): string => {
  const value = rest.shift();
  if (value === undefined) throw new UsageFailure(`expected argument for flag \`--${name}'`);
  return value;
};

export const optionsOf = (parsed: Parsed, environment: Environment): Options => {
  const all = (name: string) => parsed.given.filter(([key]) => key === name).map(([, value]) => value);
  const flag = (name: string) => all(name).at(-1);
  const has = (name: string) => flag(name) !== undefined;
  const nonInteractive = environment.BOSH_NON_INTERACTIVE;
  return {
    director: flag('environment') ?? environment.BOSH_ENVIRONMENT ?? '',
    ca: certificate(flag('ca-cert') ?? environment.BOSH_CA_CERT),
    client: flag('client') ?? environment.BOSH_CLIENT ?? '',
    secret: flag('client-secret') ?? environment.BOSH_CLIENT_SECRET ?? '',
    deployment: flag('deployment') ?? environment.BOSH_DEPLOYMENT ?? '',
    // Set but empty counts as true.
    nonInteractive: has('non-interactive') || (nonInteractive !== undefined && nonInteractive !== 'false'),
    mode: has('json') ? 'json' : has('tty') || environment.BOSH_TTY === 'true' ? 'tty' : 'plain',
    columns: all('column'),
    flag,
    has,
    all,
    words: parsed.words,
  };
};

const certificate = (given: string | undefined): string | undefined => {
  if (given === undefined || given.includes('BEGIN')) return given;
  if (given === '')
    throw new UsageFailure(
      "invalid argument for flag `--ca-cert' (expected opts.CACertArg): Expected CA cert to be non-empty",
    );
  try {
    return readFileSync(given, 'utf8');
  } catch {
    throw new UsageFailure(
      `invalid argument for flag \`--ca-cert' (expected opts.CACertArg): Opening file ${given}: open ${given}: no such file or directory`,
    );
  }
};

/** `https://host:25555`: the scheme is always https and the port has a default. */
export const directorUrl = (given: string): URL => {
  if (given === '') throw new Failure('Expected non-empty Director URL');
  const bare = given.replace(/^https?:\/\//, '');
  const url = new URL(`https://${bare}`);
  if (url.port === '' && !/:443(\/|$)/.test(bare)) url.port = '25555';
  return url;
};
