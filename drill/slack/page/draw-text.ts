import type { Json } from '../json.ts';
import { objectOf, textOf } from '../json.ts';
import type { Child } from './dom.ts';
import { anchor, el } from './dom.ts';
import type { Draw } from './draw.ts';
import { withEmoji } from './emoji.ts';
import type { Inline, Part } from './markdown.ts';
import { markdown } from './markdown.ts';
import type { Style, Token } from './mrkdwn.ts';
import { mrkdwn } from './mrkdwn.ts';

const tags = [
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
] as const;

/** The child inside the elements that its style asks for. */
export const inStyle = (child: Child, style: Style): Child =>
  tags.reduce<Child>((inner, [name, tag]) => (style[name] ? el(tag, '', inner) : inner), child);

export const mention = (draw: Draw, id: string): HTMLElement =>
  el('span', id === draw.me ? 'mention me' : 'mention', `@${draw.userName(id)}`);

/** A date by Slack's format tokens, in the reader's own time and language. */
export const dateText = (seconds: number, format: string, locale: string): string => {
  const at = new Date(seconds * 1000);
  const day = (style: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, style).format(at);
  const parts: Readonly<Record<string, () => string>> = {
    date_num: () => at.toISOString().slice(0, 10),
    date: () => day({ dateStyle: 'long' }),
    date_short: () => day({ dateStyle: 'medium' }),
    date_long: () => day({ dateStyle: 'full' }),
    time: () => day({ timeStyle: 'short' }),
    time_secs: () => day({ timeStyle: 'medium' }),
  };
  return format.replace(/\{(\w+?)(?:_pretty)?\}/g, (whole, name: string) => parts[name]?.() ?? whole);
};

export const drawToken = (draw: Draw, token: Token): Child => {
  switch (token.is) {
    case 'text':
      return inStyle(token.text, token.style);
    case 'code':
      return inStyle(el('code', '', token.text), token.style);
    case 'pre':
      return el('pre', '', token.text);
    case 'quote':
      return el('blockquote', '', ...token.tokens.map(each => drawToken(draw, each)));
    case 'break':
      return el('br');
    case 'link':
      return inStyle(anchor(token.url, '', token.text), token.style);
    case 'broadcast':
      return el('span', 'mention broadcast', `@${token.range}`);
    case 'date':
      return el('span', '', dateText(token.seconds, token.format, draw.locale) || token.fallback);
    case 'emoji':
      return el('span', 'emoji', token.text);
    case 'user':
      return mention(draw, token.id);
    case 'channel':
      return el('span', 'mention', `#${draw.channelName(token.id)}`);
    case 'group':
      return el('span', 'mention', `@${draw.groupName(token.id)}`);
    default:
      return token satisfies never;
  }
};

export const drawMrkdwn = (draw: Draw, source: string): readonly Child[] =>
  mrkdwn(source).map(token => drawToken(draw, token));

/** A text object: mrkdwn is read, plain text only gets its emoji. */
export const drawText = (draw: Draw, text: unknown): readonly Child[] => {
  const object: Json = objectOf(text);
  return object.type === 'mrkdwn' ? drawMrkdwn(draw, textOf(object.text)) : [plainText(object)];
};

export const plainText = (text: unknown): string => {
  const object = objectOf(text);
  return object.emoji === false ? textOf(object.text) : withEmoji(textOf(object.text));
};

const drawInline = (inline: Inline): Child => {
  switch (inline.is) {
    case 'text':
      return inStyle(withEmoji(inline.text), inline.style);
    case 'code':
      return el('code', '', inline.text);
    case 'link':
      return anchor(inline.url, '', inline.text);
    default:
      return inline satisfies never;
  }
};

const partTags = { heading: 'h3', paragraph: 'p', quote: 'blockquote', item: 'li' } as const;

const drawPart = (part: Part): Child => {
  if (part.is === 'pre') return el('pre', '', part.text);
  if (part.is === 'rule') return el('hr');
  return el(partTags[part.is], '', ...part.inline.map(drawInline));
};

export const drawMarkdown = (source: string): readonly Child[] => markdown(source).map(drawPart);
