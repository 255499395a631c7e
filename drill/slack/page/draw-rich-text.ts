import type { Json } from '../json.ts';
import { objectOf, objectsOf, textOf } from '../json.ts';
import type { Child } from './dom.ts';
import { anchor, el } from './dom.ts';
import type { Draw } from './draw.ts';
import { dateText, inStyle, mention } from './draw-text.ts';
import { emojiFor } from './emoji.ts';
import type { Style } from './mrkdwn.ts';
import { safeUrl } from './safe-url.ts';

const styleOf = (part: Json): Style & { readonly code?: true } => {
  const style = objectOf(part.style);
  return {
    ...(style.bold === true ? { bold: true } : {}),
    ...(style.italic === true ? { italic: true } : {}),
    ...(style.strike === true ? { strike: true } : {}),
    ...(style.code === true ? { code: true } : {}),
  };
};

const drawLink = (part: Json): Child => {
  const url = safeUrl(textOf(part.url));
  const text = textOf(part.text) || textOf(part.url);
  return url ? anchor(url, '', text) : text;
};

const drawBare = (draw: Draw, part: Json): Child => {
  switch (part.type) {
    case 'text':
      return styleOf(part).code ? el('code', '', textOf(part.text)) : textOf(part.text);
    case 'link':
      return drawLink(part);
    case 'emoji':
      return el('span', 'emoji', emojiFor(textOf(part.name)) ?? `:${textOf(part.name)}:`);
    case 'user':
      return mention(draw, textOf(part.user_id));
    case 'usergroup':
      return el('span', 'mention', `@${draw.groupName(textOf(part.usergroup_id))}`);
    case 'channel':
      return el('span', 'mention', `#${draw.channelName(textOf(part.channel_id))}`);
    case 'broadcast':
      return el('span', 'mention broadcast', `@${textOf(part.range)}`);
    case 'date':
      return dateText(Number(part.timestamp), textOf(part.format), draw.locale);
    case 'color':
      return el('code', '', textOf(part.value));
    default:
      return textOf(part.text);
  }
};

const drawRun = (draw: Draw, part: Json): Child => inStyle(drawBare(draw, part), styleOf(part));

const runs = (draw: Draw, part: Json): readonly Child[] =>
  objectsOf(part.elements).map(run => drawRun(draw, run));

const drawList = (draw: Draw, part: Json): Child => {
  const indent = Number(part.indent ?? 0);
  const items = objectsOf(part.elements).map(item => el('li', '', ...runs(draw, item)));
  return el(part.style === 'ordered' ? 'ol' : 'ul', `indent-${indent}`, ...items);
};

const drawPart = (draw: Draw, part: Json): Child => {
  switch (part.type) {
    case 'rich_text_list':
      return drawList(draw, part);
    case 'rich_text_quote':
      return el('blockquote', '', ...runs(draw, part));
    case 'rich_text_preformatted':
      return el('pre', '', ...runs(draw, part));
    default:
      return el('div', 'rich-section', ...runs(draw, part));
  }
};

/** A rich_text block. Its text is shown as it is: nothing in it is read as formatting. */
export const drawRichText = (draw: Draw, block: unknown): HTMLElement =>
  el('div', 'rich-text', ...objectsOf(objectOf(block).elements).map(part => drawPart(draw, part)));
