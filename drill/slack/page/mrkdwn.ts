import { emojiFor } from './emoji.ts';
import { safeUrl } from './safe-url.ts';

export type Style = { readonly bold?: true; readonly italic?: true; readonly strike?: true };
type Mention = {
  readonly is: 'user' | 'channel' | 'group';
  readonly id: string;
  readonly label: string | null;
};

/** What mrkdwn says, as data: whoever draws it sets text, never markup. */
export type Token =
  | { readonly is: 'text'; readonly text: string; readonly style: Style }
  | { readonly is: 'code'; readonly text: string; readonly style: Style }
  | { readonly is: 'pre'; readonly text: string }
  | { readonly is: 'quote'; readonly tokens: readonly Token[] }
  | { readonly is: 'break' }
  | { readonly is: 'link'; readonly url: string; readonly text: string; readonly style: Style }
  | { readonly is: 'broadcast'; readonly range: string }
  | { readonly is: 'date'; readonly seconds: number; readonly format: string; readonly fallback: string }
  | { readonly is: 'emoji'; readonly name: string; readonly text: string }
  | Mention;

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Slack's three entities, once and last: what was escaped twice stays escaped once. */
export const unescaped = (text: string): string =>
  text.replace(/&(?:lt|gt|amp);/g, entity => entities[entity] ?? entity);

/** A character, or something between raw `<` and `>` or backticks that no formatting may reach into. */
type Unit = string | Token;

const special = (inner: string, label: string | null): Token | undefined => {
  const group = /^!subteam\^(\w+)$/.exec(inner);
  if (group?.[1]) return { is: 'group', id: group[1], label };
  if (/^!(channel|here|everyone)$/.test(inner)) return { is: 'broadcast', range: inner.slice(1) };
  const date = /^!date\^(\d+)\^([^^]*)/.exec(inner);
  if (!date) return undefined;
  return { is: 'date', seconds: Number(date[1]), format: date[2] ?? '', fallback: unescaped(label ?? '') };
};

/** What stands between a raw `<` and `>`: a mention, a date or a link; undefined where it is only text. */
const angled = (inner: string): Token | undefined => {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : inner.slice(bar + 1);
  if (/^@[UW]\w+$/.test(target)) return { is: 'user', id: target.slice(1), label };
  if (/^#[CGD]\w+$/.test(target)) return { is: 'channel', id: target.slice(1), label };
  if (target.startsWith('!')) return special(target, label);
  const url = safeUrl(unescaped(target));
  return url ? { is: 'link', url, text: unescaped(label || target), style: {} } : undefined;
};

const atoms = /`([^`\n]+)`|<([^<>\n]+)>/g;

const unitsOf = (line: string): readonly Unit[] => {
  const units: Unit[] = [];
  let from = 0;
  for (const match of line.matchAll(atoms)) {
    const [whole, code, inner] = match;
    const token: Token | undefined =
      code === undefined ? angled(inner ?? '') : { is: 'code', text: unescaped(code), style: {} };
    units.push(...line.slice(from, match.index), ...(token ? [token] : whole));
    from = match.index + whole.length;
  }
  units.push(...line.slice(from));
  return units;
};

const marks: Readonly<Record<string, Style>> = {
  '*': { bold: true },
  _: { italic: true },
  '~': { strike: true },
};

const isWord = (unit: Unit | undefined): boolean => typeof unit === 'string' && /[\p{L}\p{N}]/u.test(unit);
const isSpace = (unit: Unit | undefined): boolean => unit === undefined || unit === ' ' || unit === '\t';

/** Where the mark that opens at `start` closes, or -1: marks hug their words and stand outside of others. */
const closing = (units: readonly Unit[], start: number, mark: string): number => {
  if (isWord(units[start - 1]) || isSpace(units[start + 1]) || units[start + 1] === mark) return -1;
  for (let at = start + 2; at < units.length; at += 1) {
    if (units[at] === mark && !isSpace(units[at - 1]) && !isWord(units[at + 1])) return at;
  }
  return -1;
};

const emojiSplit = /(:[\w+-]+:)/;

/** Raw text to tokens: known shortcodes become emoji, entities are undone last. */
const textTokens = (raw: string, style: Style): readonly Token[] =>
  raw
    .split(emojiSplit)
    .filter(part => part !== '')
    .map(part => {
      const name = part.slice(1, -1);
      const character = part.startsWith(':') && part.endsWith(':') ? emojiFor(name) : undefined;
      return character
        ? { is: 'emoji', name, text: character }
        : { is: 'text', text: unescaped(part), style };
    });

const styled = (token: Token, style: Style): Token =>
  token.is === 'link' || token.is === 'code' ? { ...token, style } : token;

const inline = (units: readonly Unit[], style: Style): readonly Token[] => {
  const tokens: Token[] = [];
  let raw = '';
  const flush = (): void => {
    tokens.push(...textTokens(raw, style));
    raw = '';
  };
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at] ?? '';
    const mark = typeof unit === 'string' ? marks[unit] : undefined;
    const end = typeof unit === 'string' && mark ? closing(units, at, unit) : -1;
    if (mark && end > 0) {
      flush();
      tokens.push(...inline(units.slice(at + 1, end), { ...style, ...mark }));
      at = end;
    } else if (typeof unit === 'string') {
      raw += unit;
    } else {
      flush();
      tokens.push(styled(unit, style));
    }
  }
  flush();
  return tokens;
};

const line = (text: string): readonly Token[] => inline(unitsOf(text), {});

const joined = (lines: readonly (readonly Token[])[]): readonly Token[] =>
  lines.flatMap((tokens, index) => (index === 0 ? tokens : [{ is: 'break' } as const, ...tokens]));

const quoteMark = /^(?:&gt;|>) ?/;

/** Lines, with runs of quoted ones gathered into one quote. */
const paragraphs = (text: string): readonly Token[] => {
  const parts: (readonly Token[])[] = [];
  let quoted: string[] = [];
  const endQuote = (): void => {
    if (quoted.length) parts.push([{ is: 'quote', tokens: joined(quoted.map(line)) }]);
    quoted = [];
  };
  for (const each of text.split('\n')) {
    if (quoteMark.test(each)) {
      quoted.push(each.replace(quoteMark, ''));
    } else {
      endQuote();
      parts.push(line(each));
    }
  }
  endQuote();
  return joined(parts).filter((token, at, all) => token.is !== 'break' || all[at - 1]?.is !== 'quote');
};

/** Slack's mrkdwn as tokens. Raw `<…>` is read first and entities are undone last, so escaped text stays text. */
export const mrkdwn = (source: string): readonly Token[] =>
  source.split(/```([\s\S]*?)```/).flatMap((part, index): readonly Token[] => {
    if (index % 2 === 1) return [{ is: 'pre', text: unescaped(part.replace(/^\n|\n$/g, '')) }];
    return part === '' ? [] : paragraphs(part);
  });
