import { type JsonState, maskJson, outside } from './mask-json.ts';
import { maskPlain, type Opens } from './mask-plain.ts';
import { mask } from './mask-secrets.ts';

/** What lines before this one left open. */
type Open =
  /** A key: until its END, as long as it looks like one. */
  | { readonly is: 'key'; readonly strange: number; readonly until: RegExp }
  /** The value of a YAML key: what is indented deeper; the first line in any case. */
  | { readonly is: 'value'; readonly indent: number; readonly first: boolean }
  | { readonly is: 'quote'; readonly quote: string; readonly lines: number }
  /** A Kubernetes Secret's data. */
  | { readonly is: 'data'; readonly indent: number };

const keyBegin =
  /-----BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d|-----BEGIN OPENVPN STATIC/;
const keyEnd = /-----END [A-Z0-9 ]{0,60}-----/;
const puttyEnd = /^Private-MAC: .*/;
const keyLine = /^[\s>|]*(?:[A-Za-z0-9+/=_-]*|[A-Z][A-Za-z-]{2,30}: .*)\s*$/;
/** A key without an end must not swallow the rest of the output for ever: so many lines that no key has, and it is over. */
const mostStrange = 400;
const mostQuoted = 60;
const inBase64 = 'LS0tLS1CRUdJTi';
const base64Line = /^\s*[A-Za-z0-9+/=_-]{40,}\s*$|^\s*[A-Za-z0-9+/]{4,}={1,2}\s*$/;
/** `bosh ssh` puts the instance before each line. */
const ofInstance = /^[\w-]+\/[0-9a-f-]{36}: std(?:out|err) \| /;
const indentOf = (line: string): number => /^\s*/.exec(line)?.[0].length ?? 0;
const dataBegin = /(?:^|\s)(?:data|stringData|binaryData):\s*$/;
const deepest = 6;
/** Lines of text, unlike JSON, are never so long in anything that is read here. */
export const longestText = 1 << 17;

/** What an open thing makes of the next line. `text` null: nothing is left of it; undefined: it is none of it. `rest`: what
 *  stands behind its end, to be read as a line of its own. */
type Went = { readonly open: Open | null; readonly text?: string | null; readonly rest?: string };
type Of<Is extends Open['is']> = Extract<Open, { is: Is }>;

const inKey = (line: string, now: Of<'key'>): Went => {
  const end = now.until.exec(line);
  if (end) return { open: null, rest: line.slice(end.index + end[0].length) };
  if (now.strange >= mostStrange ? base64Line.test(line) : keyLine.test(line))
    return { open: now, text: null };
  return now.strange >= mostStrange
    ? { open: null }
    : { open: { ...now, strange: now.strange + 1 }, text: null };
};
const inQuote = (line: string, now: Of<'quote'>): Went => ({
  open: line.includes(now.quote) || now.lines >= mostQuoted ? null : { ...now, lines: now.lines + 1 },
  text: mask,
});
const inValue = (line: string, now: Of<'value'>): Went => {
  if (line.trim() === '') return { open: now, text: line };
  const deeper = indentOf(line) > now.indent || /^\s*- /.test(line);
  if (!deeper && !now.first) return { open: null };
  return { open: deeper ? { ...now, first: false } : null, text: line.slice(0, indentOf(line)) + mask };
};
const inData = (line: string, now: Of<'data'>): Went => {
  if (line.trim() === '') return { open: now, text: line };
  if (indentOf(line) <= now.indent) return { open: null };
  const colon = line.indexOf(':');
  return { open: now, text: `${line.slice(0, colon < 0 ? indentOf(line) : colon + 1)} ${mask}` };
};
const within = (line: string, now: Open): Went => {
  switch (now.is) {
    case 'key':
      return inKey(line, now);
    case 'quote':
      return inQuote(line, now);
    case 'value':
      return inValue(line, now);
    case 'data':
      return inData(line, now);
    default:
      return now satisfies never;
  }
};
const opened = (line: string, opens: Opens): Open | null => {
  if (opens?.is === 'quote') return { is: 'quote', quote: opens.quote, lines: 0 };
  if (opens?.is === 'value') return { is: 'value', indent: indentOf(line), first: true };
  return dataBegin.test(line) ? { is: 'data', indent: indentOf(line) } : null;
};

/** Masks whole lines, one after the other. The same lines give the same, whatever pieces they came in. */
export const maskLines = (depth = 0) => {
  let open: Open | null = null;
  let json: JsonState = outside;

  const inner = (text: string): string => {
    if (depth >= deepest) return mask;
    const lines = maskLines(depth + 1);
    return text
      .split('\n')
      .map(line => lines(line))
      .filter(line => line !== null)
      .join('\n');
  };
  const key = (line: string, begin: RegExpExecArray): string => {
    const until = begin[0].startsWith('PuTTY') ? puttyEnd : keyEnd;
    const rest = line.slice(begin.index + begin[0].length);
    const end = until.exec(rest);
    open = end ? null : { is: 'key', strange: 0, until };
    const before = maskPlain(line.slice(0, begin.index)).text;
    return before + mask + (end ? fresh(rest.slice(end.index + end[0].length)) : '');
  };
  const fresh = (line: string): string => {
    const read = maskJson(line, json, inner);
    json = read?.state ?? outside;
    if (read) return read.text;
    if (line.length > longestText) return mask;
    const begin = line.includes('-----BEGIN') || line.includes('PuTTY-') ? keyBegin.exec(line) : null;
    if (begin) return key(line, begin);
    const { text, opens } = maskPlain(line);
    open = line.includes(inBase64) ? { is: 'key', strange: mostStrange, until: /(?!)/ } : opened(line, opens);
    return text;
  };
  const next = (line: string): string | null => {
    const went: Went = open ? within(line, open) : { open: null };
    open = went.open;
    if (went.rest !== undefined) return fresh(went.rest) || null;
    return went.text === undefined ? fresh(line) : went.text;
  };
  return (whole: string): string | null => {
    const prefix = ofInstance.exec(whole)?.[0] ?? '';
    const line = whole.slice(prefix.length).replace(/\r+$/, '');
    const out = next(line);
    return out === null ? null : prefix + out + whole.slice(prefix.length + line.length);
  };
};
