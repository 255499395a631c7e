import type { Json } from '../json.ts';
import { el } from './dom.ts';
import type { Draw } from './draw.ts';
import { drawBlock, drawTextMessage } from './draw-blocks.ts';
import { dateText } from './draw-text.ts';
import { emojiFor } from './emoji.ts';
import type { ShownFile, ShownMessage } from './page-types.ts';
import { repliesWord, word } from './words.ts';

/** What a row needs besides the message: how to draw it for whom, its replies, and opening its thread. */
export type RowContext = {
  readonly draw: (message: ShownMessage) => Draw;
  readonly locale: string;
  readonly isApp: (user: string) => boolean;
  readonly name: (user: string) => string;
  readonly replies: (ts: string) => readonly ShownMessage[];
  /** Absent inside the thread pane. */
  readonly openThread?: (ts: string) => void;
};

/** A message on the page; `update` redraws only the blocks that changed, so open parts stay open. */
export type Row = { readonly node: HTMLElement; update(message: ShownMessage): void; refreshReplies(): void };

const palette = 6;

export const avatar = (name: string, user: string, size = ''): HTMLElement => {
  const tone = [...user].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % palette;
  const initial = name === 'pks-rescue' ? '🛟' : name.trim().slice(0, 1);
  return el('span', `avatar tone-${tone} ${size}`.trim(), initial);
};

const timeOf = (ts: string, locale: string): string => dateText(Number(ts), '{time}', locale);

const drawFile = (file: ShownFile, locale: string): HTMLElement => {
  const link = el('a', 'file-download', word('download', locale));
  link.href = `/files/${encodeURIComponent(file.id)}`;
  return el(
    'div',
    'file',
    el(
      'div',
      'file-head',
      el('span', 'file-icon', '📄'),
      el('strong', '', file.title),
      el('small', '', `${file.name} · ${file.size} B`),
      link,
    ),
    el('pre', '', file.preview),
  );
};

/** Equal but for the block_id that Slack makes up at every edit. */
const sameBlock = (one: Json | undefined, other: Json): boolean =>
  one !== undefined &&
  JSON.stringify({ ...one, block_id: '' }) === JSON.stringify({ ...other, block_id: '' });

const newBody = (draw: (message: ShownMessage) => Draw) => {
  const node = el('div', 'body');
  let shown: readonly Json[] = [];
  const update = (message: ShownMessage): void => {
    if (message.blocks.length === 0) {
      shown = [];
      node.replaceChildren(drawTextMessage(draw(message), message.text));
      return;
    }
    if (shown.length === 0) node.replaceChildren();
    message.blocks.forEach((block, index) => {
      const there = node.children[index];
      if (there && sameBlock(shown[index], block)) return;
      const drawn = drawBlock(draw(message), block);
      if (there) there.replaceWith(drawn);
      else node.append(drawn);
    });
    while (node.children.length > message.blocks.length) node.lastElementChild?.remove();
    shown = message.blocks;
  };
  return { node, update };
};

const drawReplies = (context: RowContext, ts: string): HTMLElement | null => {
  const replies = context.replies(ts);
  const last = replies.at(-1);
  if (!last || !context.openThread) return null;
  const users = [...new Set(replies.map(reply => reply.user))].slice(0, 4);
  const open = context.openThread;
  const button = el(
    'button',
    'replies',
    ...users.map(user => avatar(context.name(user), user, 'small')),
    el('strong', '', repliesWord(replies.length, context.locale)),
    el('span', 'last-reply', `${word('lastReply', context.locale)} ${timeOf(last.ts, context.locale)}`),
  );
  button.type = 'button';
  button.addEventListener('click', () => open(ts));
  return button;
};

const drawTools = (context: RowContext, ts: string): HTMLElement | null => {
  const open = context.openThread;
  if (!open) return null;
  const reply = el('button', 'tool', '💬');
  reply.type = 'button';
  reply.title = word('replyInThread', context.locale);
  reply.addEventListener('click', () => open(ts));
  return el('div', 'tools', reply);
};

const drawHead = (context: RowContext, message: ShownMessage): HTMLElement =>
  el(
    'div',
    'row-head',
    el('strong', 'who', context.name(message.user)),
    context.isApp(message.user) && el('span', 'app-badge', 'APP'),
    el('time', '', timeOf(message.ts, context.locale)),
    message.edited && message.blocks.length === 0 && el('span', 'edited', word('edited', context.locale)),
  );

/** What Slack says above a message: that only you see it, or that it is pinned. */
const noteOf = (context: RowContext, message: ShownMessage): HTMLElement | null => {
  if (message.onlyForMe) return el('div', 'note', '👁 ', word('onlyYou', context.locale));
  return message.pinned ? el('div', 'note', '📌 ', word('pinned', context.locale)) : null;
};

export const newRow = (context: RowContext, first: ShownMessage): Row => {
  const body = newBody(context.draw);
  const above = el('div', 'above');
  const head = el('div', 'head');
  const below = el('div', 'below');
  const replies = el('div', 'thread-summary');
  const node = el(
    'article',
    'row',
    above,
    avatar(context.name(first.user), first.user),
    el('div', 'content', head, body.node, below, el('div', 'row-error'), replies),
    first.onlyForMe ? null : drawTools(context, first.ts),
  );
  node.dataset.ts = first.ts;

  const refreshReplies = (): void => {
    const drawn = drawReplies(context, first.ts);
    replies.replaceChildren(...(drawn ? [drawn] : []));
  };
  const update = (message: ShownMessage): void => {
    node.classList.toggle('ephemeral', message.onlyForMe);
    node.classList.toggle('pinned', message.pinned);
    const note = noteOf(context, message);
    above.replaceChildren(...(note ? [note] : []));
    head.replaceChildren(drawHead(context, message));
    body.update(message);
    below.replaceChildren(
      ...message.files.map(file => drawFile(file, context.locale)),
      ...message.reactions.map(name => el('span', 'reaction', `${emojiFor(name) ?? name} 1`)),
    );
    refreshReplies();
  };
  update(first);
  return { node, update, refreshReplies };
};

/** Says in the row what Slack tells the person whose click came to nothing. */
export const showRowError = (node: Element | null, words: string | null): void => {
  const place = node?.querySelector('.row-error');
  place?.replaceChildren(...(words ? [el('span', '', `⚠ ${words}`)] : []));
};
