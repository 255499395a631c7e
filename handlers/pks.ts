/** What somebody typed after `/pks`. */
export type Asked =
  | { readonly verb: 'etcd-status'; readonly cluster: string | null }
  | { readonly verb: 'recover'; readonly cluster: string | null; readonly cure: string | null }
  | { readonly verb: 'record' | 'restored' | 'snapshot'; readonly cluster: string | null }
  | { readonly verb: 'abort' | 'takeover'; readonly run: string | null }
  | { readonly verb: 'run' | 'report'; readonly run: string | null }
  | {
      readonly verb: 'approve' | 'skip' | 'again' | 'happened' | 'break-glass';
      readonly run: string | null;
      readonly code: string | null;
      /** Behind the code, of a skip or a broken glass. */
      readonly reason: string;
    }
  | { readonly verb: 'runs' | 'doctor' | 'version' | 'accept-journal' }
  /** `typed`: words that nobody here understands; null when help was asked for. */
  | { readonly verb: 'help'; readonly typed: string | null };

/** Phones turn `--` into one long dash. */
const words = (text: string): string[] =>
  text
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(word => word.replace(/^[\u2012-\u2015]/, '--'));

const flag = /^--(?:route|cure)(?:=(.*))?$/;

const recover = (rest: readonly string[]): Asked => {
  let cluster: string | null = null;
  let cure: string | null = null;
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? '';
    const found = flag.exec(word);
    if (found) cure = found[1] ?? rest[++index] ?? '';
    else if (word.startsWith('-') || cluster !== null)
      return { verb: 'help', typed: `recover ${rest.join(' ')}` };
    else cluster = word;
  }
  return cure === '' ? { verb: 'help', typed: 'recover --route' } : { verb: 'recover', cluster, cure };
};

const oneWord = (verb: string, rest: readonly string[], take: (word: string | null) => Asked): Asked =>
  rest.length > 1 || rest[0]?.startsWith('-')
    ? { verb: 'help', typed: `${verb} ${rest.join(' ')}` }
    : take(rest[0] ?? null);

/** `/pks <text>`. What is not understood is asked back and never guessed. */
export const parsePks = (text: string): Asked => {
  const [verb = 'help', ...rest] = words(text);
  const name = verb.toLowerCase();
  switch (name) {
    case 'etcd-status':
    case 'status':
      return oneWord(name, rest, cluster => ({ verb: 'etcd-status', cluster }));
    case 'record':
    case 'restored':
    case 'snapshot':
      return oneWord(name, rest, cluster => ({ verb: name, cluster }));
    case 'recover':
      return recover(rest);
    case 'abort':
    case 'takeover':
      return oneWord(name, rest, run => ({ verb: name, run }));
    case 'approve':
    case 'skip':
    case 'again':
    case 'happened':
    case 'break-glass': {
      const [run = null, code = null, ...said] = rest;
      return said.length > 0 && name !== 'skip' && name !== 'break-glass'
        ? { verb: 'help', typed: `${name} ${rest.join(' ')}` }
        : { verb: name, run, code, reason: said.join(' ') };
    }
    case 'run':
    case 'report':
      return oneWord(name, rest[0] === 'show' ? rest.slice(1) : rest, run => ({ verb: name, run }));
    case 'runs':
    case 'doctor':
    case 'version':
    case 'accept-journal':
      return { verb: name };
    default:
      return { verb: 'help', typed: name === 'help' || name === '--help' ? null : verb };
  }
};
