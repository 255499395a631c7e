import { mask, type Sieve } from './mask-secrets.ts';

/** Each shape begins with one of its triggers, so that a line without a trigger can be passed on before it is whole. */
type Shape = { readonly triggers: readonly string[]; readonly find: RegExp; readonly put: string };

const keys = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'api_key',
  'apikey',
  'private_key',
  'credential',
];
const key = `(?:${keys.join('|')})s?`;
const shapes: readonly Shape[] = [
  {
    triggers: ['authorization'],
    find: /(authorization"?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|[^\r\n]+)/gi,
    put: `$1${mask}`,
  },
  { triggers: ['bearer'], find: /(bearer\s+)[\w.~+/=[\]-]{8,}/gi, put: `$1${mask}` },
  // JSON stays JSON: a quoted value keeps its quotes, a bare one after a quoted key is a number or an object.
  {
    triggers: keys,
    find: new RegExp(`(${key}"?\\s*[:=]\\s*")((?:[^"\\\\\\r\\n]|\\\\.)*)(?="|\\\\?$)`, 'gim'),
    put: `$1${mask}`,
  },
  { triggers: keys, find: new RegExp(`(${key}'?\\s*[:=]\\s*')([^'\\r\\n]*)`, 'gi'), put: `$1${mask}` },
  {
    triggers: keys,
    find: new RegExp(`(${key}\\s*[:=][ \\t]*)([^\\s\\0"',;&][^\\s\\0,;&"']*)`, 'gi'),
    put: `$1${mask}`,
  },
  { triggers: ['://'], find: /(:\/\/[^\s/:@"']*:)[^\s@/"']+(?=@)/g, put: `$1${mask}` },
  { triggers: ['eyj'], find: /eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, put: mask },
  { triggers: ['xox', 'xapp-'], find: /(?:xox[a-z]|xapp)-[\w-]{8,}/g, put: mask },
];
const blockBegin = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const blockEnd = /-----END [A-Z0-9 ]*-----/;
const triggers = [...new Set([...shapes.flatMap(shape => shape.triggers), '-----begin'])];
const longest = Math.max(...triggers.map(trigger => trigger.length));
/** A key without an end must not swallow the rest of the output for ever. */
const longestBlock = 400;
/** A line this long from its first trigger on is masked whole instead of held in memory. */
const longestLine = 1 << 20;

const anyTrigger = new RegExp(triggers.join('|'), 'i');
/** Where the line's first trigger stands, or -1. */
const earliest = (line: string): number => line.search(anyTrigger);
/** How much of an unfinished line no shape can reach back into any more. */
const free = (line: string): number => {
  const first = earliest(line);
  if (first >= 0) return first;
  for (let at = Math.max(0, line.length - longest + 1); at < line.length; at++) {
    const rest = line.slice(at).toLowerCase();
    if (triggers.some(trigger => trigger.startsWith(rest))) return at;
  }
  return line.length;
};
const tooLong = `${mask} (the rest of a line of over ${longestLine} characters)`;
const maskLine = (line: string): string =>
  earliest(line) < 0 ? line : shapes.reduce((text, shape) => text.replace(shape.find, shape.put), line);

/** Masks what looks like a secret whoever it belongs to: headers, `password:`, URLs with a login, JWTs, key blocks. */
export const maskShapes = (): Sieve => {
  let held = '';
  let block = 0;
  let skipping = false;

  const insideBlock = (line: string): string => {
    const end = blockEnd.exec(line);
    block = end || block >= longestBlock ? 0 : block + 1;
    return end ? wholeLine(line.slice(end.index + end[0].length)) : '';
  };
  const wholeLine = (line: string): string => {
    if (block > 0) return insideBlock(line);
    const first = earliest(line);
    if (first >= 0 && line.replace(/\n$/, '').length - first > longestLine)
      return line.slice(0, first) + tooLong + (line.endsWith('\n') ? '\n' : '');
    const begin = blockBegin.exec(line);
    if (!begin) return maskLine(line);
    block = 1;
    return (
      maskLine(line.slice(0, begin.index)) + mask + insideBlock(line.slice(begin.index + begin[0].length))
    );
  };
  const endOfLine = (line: string): string => {
    if (skipping) {
      skipping = false;
      return '\n';
    }
    return wholeLine(line);
  };
  /** The start of a line whose end has not come yet. */
  const unfinished = (): string => {
    if (skipping) {
      held = '';
      return '';
    }
    if (block > 0) return '';
    const until = free(held);
    const out = held.slice(0, until);
    held = held.slice(until);
    if (held.length <= longestLine) return out;
    skipping = true;
    held = '';
    return out + tooLong;
  };
  return {
    push: text => {
      held += text;
      let out = '';
      for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
        const line = held.slice(0, end + 1);
        held = held.slice(end + 1);
        out += endOfLine(line);
      }
      return out + unfinished();
    },
    finish: () => (skipping ? '' : wholeLine(held)),
  };
};
