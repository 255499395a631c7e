import type { Json } from './json.ts';
import { isObject, textOf } from './json.ts';
import { repliesTo } from './messages.ts';
import type { Message, State } from './state.ts';

/** Why somebody's phone rang. */
export type Why = 'mention' | 'group' | 'channel' | 'direct' | 'thread';
export type Notification = {
  readonly user: string;
  readonly why: Why;
  readonly ts: string;
  readonly channel: string;
  /** What the phone shows. */
  readonly text: string;
};

type Called = {
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly all: boolean;
};

/** Mentions in text that Slack parses: mrkdwn, and rich text's own elements. A button's or a code block's words call nobody. */
const piecesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(piecesIn);
  if (!isObject(value)) return [];
  switch (value.type) {
    case 'mrkdwn':
    case 'markdown':
      return [textOf(value.text).replace(/`[^`]*`/g, '')];
    case 'user':
      return [`<@${textOf(value.user_id)}>`];
    case 'usergroup':
      return [`<!subteam^${textOf(value.usergroup_id)}>`];
    case 'broadcast':
      return [`<!${textOf(value.range)}>`];
    case 'rich_text_preformatted':
    case 'plain_text':
      return [];
    default:
      return Object.values(value).flatMap(piecesIn);
  }
};

const calledIn = (pieces: readonly string[]): Called => {
  const all = pieces.join(' ');
  const found = (pattern: RegExp) => new Set([...all.matchAll(pattern)].map(([, id = '']) => id));
  return {
    users: found(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g),
    groups: found(/<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>/g),
    all: /<!(?:here|channel|everyone)>/.test(all),
  };
};

/** Whom a message calls. Where it has blocks its text is the fallback of the notification and is not parsed. */
const calledBy = (message: { readonly text: string; readonly blocks: readonly Json[] }): Called =>
  calledIn(message.blocks.length > 0 ? piecesIn(message.blocks) : [message.text]);

const inGroups = (state: State, called: Called, user: string): boolean =>
  [...called.groups].some(id => state.groups.get(id)?.users.includes(user));

/** Whoever began a thread, answered in it or was called by name in it follows it. */
const follows = (state: State, user: string, root: Message, before: Message): boolean =>
  [root, ...repliesTo(state, root.ts)]
    .filter(each => each.ts < before.ts)
    .some(each => each.user === user || calledBy(each).users.has(user));

const whyFor = (state: State, user: string, message: Message): Why | null => {
  const called = calledBy(message);
  if (called.users.has(user)) return 'mention';
  if (inGroups(state, called, user)) return 'group';
  if (called.all && message.threadTs === null) return 'channel';
  if (state.channels.get(message.channel)?.directWith) return 'direct';
  const root = message.threadTs === null ? undefined : state.messages.get(message.threadTs);
  return root && follows(state, user, root, message) ? 'thread' : null;
};

/** Who was notified of this new message, as Slack does by default: members of the channel only, never of an edit, of what is
 *  shown to one person alone, or of what they said themselves. */
export const notifiedOf = (state: State, message: Message): readonly Notification[] => {
  if (message.onlyFor !== null) return [];
  const members = state.channels.get(message.channel)?.members ?? [];
  return members.flatMap(user => {
    const person = state.people.get(user);
    if (user === message.user || !person || person.deactivated || person.isBot) return [];
    const why = whyFor(state, user, message);
    const { ts, channel, text } = message;
    return why === null ? [] : [{ user, why, ts, channel, text }];
  });
};

/** Keeps what everybody was notified of, from now on. */
export const keepNotifications = (state: State) => {
  const kept: Notification[] = [];
  const known = new Set<string>();
  const stop = state.onChange(change => {
    if (change.kind !== 'message' || known.has(change.message.ts)) return;
    known.add(change.message.ts);
    kept.push(...notifiedOf(state, change.message));
  });
  return { of: (user: string): readonly Notification[] => kept.filter(each => each.user === user), stop };
};
