import type { types } from '@slack/bolt';
import type { Callee, Person } from '../model/person.ts';
import type { Locale, Words } from '../words.ts';
import { clean, cut, cutFront, flat } from './text.ts';

export type KnownBlock = types.KnownBlock;
export type Button = types.Button;
export type Piece = types.RichTextElement;
type Rich = types.RichTextBlock;

/** Slack refuses an empty text wherever it asks for one. */
const some = (text: string): string => (text === '' ? '–' : text);

export const piece = (value: string, max = 3000): Piece => ({
  type: 'text',
  text: some(cut(clean(value), max)),
});
export const bold = (value: string, max = 3000): Piece => ({
  type: 'text',
  // A space at its end stays: the next piece begins right there.
  text: some(cut(clean(value).replaceAll(/\s+/g, ' '), max)),
  style: { bold: true },
});
export const code = (value: string, max = 3000): Piece => ({
  type: 'text',
  text: some(cut(clean(value), max)),
  style: { code: true },
});
/** A moment as sentences have it; Slack draws it in the reader's own time zone. */
const stamp = /(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC)/;
const timed = (words: string): Piece[] =>
  words.split(stamp).map((part, index) => (index % 2 === 1 ? when(Date.parse(part)) : piece(part)));
/** A sentence whose `commands` stand in code. Only engine sentences: nothing in a rich_text is read as markup. */
export const said = (words: Words, locale: Locale, max = 3000): Piece[] =>
  cut(clean(words[locale]), max)
    .split(/`([^`\n]+)`/)
    .flatMap((part, index) => (index % 2 === 1 ? [code(part)] : timed(part)))
    .filter(piece => !(piece.type === 'text' && piece.text === '–'));

const slackId = /^[UW][A-Z0-9]{2,20}$/;
const groupId = /^S[A-Z0-9]{2,20}$/;
const group = (id: string): Piece =>
  groupId.test(id) ? { type: 'usergroup', usergroup_id: id } : piece(`@${flat(id)}`, 80);
const user = (id: string, name: string): Piece =>
  slackId.test(id) ? { type: 'user', user_id: id } : piece(`@${flat(name || id)}`, 80);
/** A mention by id, which only the engine writes. */
export const who = (each: Person | Callee): Piece =>
  'group' in each ? group(each.group) : 'user' in each ? user(each.user, '') : user(each.id, each.name);
export const whoAll = (people: readonly (Person | Callee)[]): Piece[] =>
  people.flatMap((person, index) => (index === 0 ? [who(person)] : [piece(', '), who(person)]));

/** To one of the bot's own messages, by the address that Slack gives it. */
export const link = (url: string, label: string): Piece => ({ type: 'link', url, text: label });

const clock = (at: number): string => `${new Date(at).toISOString().slice(11, 19)} UTC`;
/** A moment, drawn by Slack in the reader's own time zone. `at` in milliseconds since the epoch. */
export const when = (at: number, format = '{time_secs}'): Piece => ({
  type: 'date',
  timestamp: Math.floor(at / 1000),
  format,
  fallback: clock(at),
});
/** The same where it may be of another day. */
export const onDay = (at: number): Piece => when(at, '{date_short_pretty} {time}');

export const line = (...pieces: Piece[]): types.RichTextSection => ({
  type: 'rich_text_section',
  elements: pieces.length === 0 ? [piece('')] : pieces,
});
export const list = (
  items: readonly Piece[][],
  style: 'bullet' | 'ordered' = 'bullet',
): types.RichTextList => ({
  type: 'rich_text_list',
  style,
  elements: items.length === 0 ? [line()] : items.map(pieces => line(...pieces)),
});
export const rich = (...elements: Rich['elements']): Rich => ({ type: 'rich_text', elements });
/** Tool output: nothing in it is read as markup, and there is no fence to break out of. Keeps the end. */
export const output = (value: string, max: number): types.RichTextPreformatted => ({
  type: 'rich_text_preformatted',
  elements: [{ type: 'text', text: some(cutFront(clean(value), max)) }],
});
export const commandLine = (value: string, max: number): types.RichTextPreformatted => ({
  type: 'rich_text_preformatted',
  elements: [{ type: 'text', text: some(cut(clean(value), max)) }],
});

/** Plain text in which nothing is read as markup, not even :emoji:. */
export const plain = (value: string, max: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: some(cut(flat(value), max)),
  emoji: false,
});
export const header = (value: string): KnownBlock => ({ type: 'header', text: plain(value, 150) });
export const context = (...values: string[]): KnownBlock => ({
  type: 'context',
  elements: values.slice(0, 10).map(value => plain(value, 1000)),
});
export const container = (
  title: string,
  children: types.ContainerBlock['child_blocks'],
  folded = false,
): KnownBlock => ({
  type: 'container',
  title: plain(title, 150),
  width: 'full',
  is_collapsible: true,
  default_collapsed: folded,
  child_blocks: children,
});

export type Confirm = { title: string; text: string; yes: string; no: string; danger: boolean };
const dialog = (confirm: Confirm): types.ConfirmationDialog => ({
  title: plain(confirm.title, 100),
  text: plain(confirm.text, 300),
  confirm: plain(confirm.yes, 30),
  deny: plain(confirm.no, 30),
  style: confirm.danger ? 'danger' : 'primary',
});
export const button = (
  actionId: string,
  label: string,
  value: string,
  look: { style?: 'primary' | 'danger'; confirm?: Confirm } = {},
): Button => ({
  type: 'button',
  action_id: actionId,
  text: plain(label, 75),
  value,
  ...(look.style ? { style: look.style } : {}),
  ...(look.confirm ? { confirm: dialog(look.confirm) } : {}),
});
/** Slack's limit; only a name that no real cluster has could be longer, and a cut value would route elsewhere. */
const routes = (each: Button): boolean => (each.value ?? '').length <= 2000;
export const actions = (...buttons: Button[]): KnownBlock[] => {
  const shown = buttons.filter(routes).slice(0, 25);
  return shown.length === 0 ? [] : [{ type: 'actions', elements: shown }];
};

export const cell = (value: string, max = 200): types.RawTextElement => ({
  type: 'raw_text',
  text: some(cut(flat(value), max)),
});
