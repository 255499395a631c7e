import { maskLooks } from './mask-plain.ts';
import { mask } from './mask-secrets.ts';
import { namesSecret } from './secret-names.ts';

/** Inside a value that is a secret by its key: how many brackets are open there. */
type Hot = { readonly open: number; readonly only: 'all' | 'base64' };
export type JsonState = { readonly hot: Hot | null; readonly pending: Hot['only'] | null };
export const outside: JsonState = { hot: null, pending: null };

const between = /^(?:[\s{}[\],:]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)*$/;
const inBase64 = /^(?:[A-Za-z0-9+/]{4}){2,}$|^(?:[A-Za-z0-9+/]{4})+[A-Za-z0-9+/]{2,3}={1,2}$/;

/** The end of the string that begins here, quote included; -1 where it has none. */
const stringEnd = (line: string, from: number): number => {
  for (let end = line.indexOf('"', from + 1); end >= 0; end = line.indexOf('"', end + 1)) {
    let back = end;
    while (line[back - 1] === '\\') back--;
    if ((end - back) % 2 === 0) return end + 1;
  }
  return -1;
};

/** More strings on one line than any answer has: it is read as a line of text then, and masked from the first secret on. */
const mostPieces = 10_000;
type Piece = { readonly text: string; readonly string: boolean };
/** Strings and what stands between them; null: this is no JSON, or not all of it. */
const piecesOf = (line: string): readonly Piece[] | null => {
  const pieces: Piece[] = [];
  for (let at = 0; at < line.length; ) {
    const quote = line.indexOf('"', at);
    const text = line.slice(at, quote < 0 ? line.length : quote);
    if (!between.test(text)) return null;
    pieces.push({ text, string: false });
    if (pieces.length > mostPieces) return null;
    if (quote < 0) break;
    at = stringEnd(line, quote);
    if (at < 0) return null;
    pieces.push({ text: line.slice(quote, at), string: true });
  }
  return pieces;
};

const decoded = (text: string): string => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text.slice(1, -1);
  }
};

const afterBracket = ({ hot, pending }: JsonState, bracket: string): JsonState => {
  if (bracket === '{' || bracket === '[') {
    const only = hot?.only ?? pending;
    return { hot: only && { open: (hot?.open ?? 0) + 1, only }, pending: null };
  }
  return { hot: hot && hot.open > 1 ? { ...hot, open: hot.open - 1 } : null, pending };
};

/** No shorter string has a name, a sign and a value. */
const shortest = 8;
const longKey = 18;
export const looksLikeJson = /^\s*["[{}\]]/;

/**
 * One line that is JSON or a piece of it, and stays so: the strings under a secret's key are masked, every other string is
 * read as the text that it holds. null where it is no JSON.
 */
export const maskJson = (
  line: string,
  before: JsonState,
  inner: (text: string) => string,
): { readonly text: string; readonly state: JsonState } | null => {
  const pieces = looksLikeJson.test(line) || before.hot || before.pending ? piecesOf(line) : null;
  if (pieces === null) return null;
  let { hot, pending }: JsonState = before;
  const bare = (text: string): string => {
    if (!hot && !pending) return text;
    ({ hot, pending } = (text.match(/[[{}\]]/g) ?? []).reduce<JsonState>(afterBracket, { hot, pending }));
    if (pending !== 'all' && hot?.only !== 'all') return text;
    if (/\d|true|false|null/.test(text)) pending = null;
    return text.replace(/-?\d{4,}(?:\.\d+)?/g, `"${mask}"`);
  };
  const value = (text: string): string => {
    const only = hot?.only ?? pending;
    pending = null;
    if (only === 'all' || (only === 'base64' && inBase64.test(text.slice(1, -1)))) return `"${mask}"`;
    if (text.length < shortest) return text;
    const inside = decoded(text);
    const shown = inner(inside);
    return shown === inside ? text : JSON.stringify(shown);
  };
  const key = (text: string): string => {
    const name = decoded(text);
    if (!hot)
      pending = namesSecret(name) || name === 'stringData' ? 'all' : name === 'data' ? 'base64' : null;
    const shown = text.length < longKey ? name : maskLooks(name);
    return shown === name ? text : JSON.stringify(shown);
  };
  let out = '';
  pieces.forEach((piece, index) => {
    if (!piece.string) out += bare(piece.text);
    else out += /^\s*:/.test(pieces[index + 1]?.text ?? '') ? key(piece.text) : value(piece.text);
  });
  return { text: out, state: { hot, pending } };
};
