import { quoteArgument } from '../commands/quote.ts';

/** Text in, text out, in pieces. What comes out of all pushes and the finish never depends on where the pieces were cut. */
export type Sieve = { push(text: string): string; finish(): string };

export const mask = '[redacted]';
/** A shorter "secret" would mask half the alphabet out of every output. */
const shortest = 4;
const shortestInBase64 = 8;

/** Base64 of a secret wherever it stands in a longer text (`user:secret`): three alignments, whole groups only. */
const inBase64 = (secret: string): string[] =>
  [0, 1, 2].map(lead => {
    const bytes = Buffer.concat([Buffer.alloc(lead), Buffer.from(secret)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    return whole.slice(lead === 0 ? 0 : 4);
  });

const forms = (secret: string): string[] => {
  const url = encodeURIComponent(secret);
  const base64 = [Buffer.from(secret).toString('base64'), ...inBase64(secret)];
  const lines = secret.includes('\n') ? secret.split(/\r?\n/).filter(line => line.length >= 16) : [];
  return [
    secret,
    secret.trim(),
    JSON.stringify(secret).slice(1, -1),
    quoteArgument(secret),
    url,
    url.replace(/%[0-9A-F]{2}/g, hex => hex.toLowerCase()),
    url.replaceAll('%20', '+'),
    ...lines,
    ...base64
      .flatMap(text => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
      .flatMap(text => [text, text.replace(/=+$/, '')])
      .filter(text => text.length >= shortestInBase64),
  ];
};

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Masks known values in every form that a tool prints them in, the longest first. */
export const maskSecrets = (secrets: readonly string[]): (() => Sieve) => {
  const known = [...new Set(secrets.flatMap(secret => (secret.includes('\0') ? [] : forms(secret))))]
    .filter(form => form.length >= shortest)
    .sort((a, b) => b.length - a.length);
  const longest = known[0]?.length ?? 0;
  const any = new RegExp(known.map(literal).join('|') || '(?!)', 'g');

  /** Where the text could still grow into a form: nothing from there on is decided yet. */
  const undecidedFrom = (text: string, from: number): number => {
    for (let at = Math.max(from, text.length - longest + 1); at < text.length; at++) {
      const rest = text.slice(at);
      if (known.some(form => form.length > rest.length && form.startsWith(rest))) return at;
    }
    return text.length;
  };
  const decided = (text: string, whole: boolean): { out: string; rest: string } => {
    let out = '';
    let from = 0;
    let until = whole ? text.length : undecidedFrom(text, 0);
    for (;;) {
      // Only what ends in the undecided part moves its beginning: asked anew there, and not after each that was found.
      if (from > until) until = undecidedFrom(text, from);
      any.lastIndex = from;
      const found = any.exec(text);
      if (!found || found.index >= until)
        return { out: out + text.slice(from, until), rest: text.slice(until) };
      out += text.slice(from, found.index) + mask;
      from = found.index + found[0].length;
    }
  };
  return () => {
    let held = '';
    const take = (text: string, whole: boolean): string => {
      const { out, rest } = decided(held + text, whole);
      held = rest;
      return out;
    };
    return { push: text => take(text, false), finish: () => take('', true) };
  };
};
