import { Fault } from './fault.ts';

export type Given = {
  readonly on: (name: string) => boolean;
  readonly value: (name: string) => string | undefined;
  readonly all: (name: string) => readonly string[];
  readonly words: readonly string[];
};
export type FlagNames = { readonly switches: readonly string[]; readonly values: readonly string[] };

const everywhere: FlagNames = {
  switches: ['json', 'xml', 'dump', 'k', 'debug', 'trace', 'verbose', 'persist-session', 'h'],
  values: ['u', 'dc', 'cert', 'key', 'tls-ca-certs', 'tls-known-hosts', 'vim-namespace', 'vim-version'],
};

/** Go's flag package: `-flag`, `-flag=value`, `-flag value`; the first other word ends the flags, and so does `--`. */
export const parseFlags = (argv: readonly string[], own: FlagNames): Given => {
  const rest = [...argv];
  const given: [string, string][] = [];
  while (rest[0]?.startsWith('-') && rest[0] !== '-') {
    const word = rest.shift() ?? '';
    if (word === '--') break;
    const [name = '', ...value] = word.replace(/^--?/, '').split('=');
    const inline = word.includes('=') ? value.join('=') : undefined;
    if ([...own.switches, ...everywhere.switches].includes(name)) given.push([name, inline ?? 'true']);
    else if ([...own.values, ...everywhere.values].includes(name))
      given.push([name, inline ?? valueAfter(name, rest)]);
    else throw new Fault(`flag provided but not defined: -${name}`);
  }
  const all = (name: string) => given.filter(([key]) => key === name).map(([, value]) => value);
  return { all, value: name => all(name).at(-1), on: name => isTrue(all(name).at(-1)), words: rest };
};
const valueAfter = (name: string, rest: string[]): string => {
  const value = rest.shift();
  if (value === undefined) throw new Fault(`flag needs an argument: -${name}`);
  return value;
};
const isTrue = (value: string | undefined) => value === 'true' || value === '1';
