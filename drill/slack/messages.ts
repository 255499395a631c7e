import type { Json } from './json.ts';
import { objectOf } from './json.ts';
import type { Message, State } from './state.ts';

/** What a new message says; the rest follows from where it is posted. */
export type Draft = {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly attached?: readonly Json[] | undefined;
  readonly threadTs?: string | null;
  readonly onlyFor?: string | null;
  readonly metadata?: Json | null;
  readonly files?: Message['files'];
};

const randomBlockId = (): string => Math.random().toString(36).slice(2, 7).padEnd(5, 'x');

/** Slack gives every block without a block_id one, also those inside a container. */
export const withBlockIds = (blocks: readonly Json[]): readonly Json[] =>
  blocks.map(block => ({
    ...block,
    block_id: block.block_id ?? randomBlockId(),
    ...(Array.isArray(block.child_blocks) ? { child_blocks: withBlockIds(block.child_blocks) } : {}),
  }));

export const post = (state: State, draft: Draft): Message => {
  const message: Message = {
    ts: state.nextTs(),
    channel: draft.channel,
    user: draft.user,
    text: draft.text,
    blocks: withBlockIds(draft.blocks ?? []),
    attached: withBlockIds(draft.attached ?? []),
    threadTs: draft.threadTs ?? null,
    onlyFor: draft.onlyFor ?? null,
    editedTs: null,
    metadata: draft.metadata ?? null,
    files: draft.files ?? [],
    reactions: [],
    earlier: [],
  };
  state.messages.set(message.ts, message);
  state.changed({ kind: 'message', message });
  return message;
};

export type Edit = {
  readonly text?: string;
  readonly blocks?: readonly Json[];
  readonly attached?: readonly Json[];
  readonly metadata?: Json;
};

/** What is left out of an edit stays as it was. */
export const edit = (state: State, message: Message, change: Edit): Message => {
  const edited: Message = {
    ...message,
    text: change.text ?? message.text,
    blocks: change.blocks ? withBlockIds(change.blocks) : message.blocks,
    attached: change.attached ? withBlockIds(change.attached) : message.attached,
    metadata: change.metadata ?? message.metadata,
    editedTs: state.nextTs(),
    earlier: [...message.earlier.slice(-20), message.blocks],
  };
  state.messages.set(edited.ts, edited);
  state.changed({ kind: 'message', message: edited });
  return edited;
};

export const remove = (state: State, message: Message): void => {
  state.messages.delete(message.ts);
  state.changed({ kind: 'deleted', message });
};

export const repliesTo = (state: State, ts: string): readonly Message[] =>
  [...state.messages.values()].filter(each => each.threadTs === ts && each.onlyFor === null);

const threadParts = (state: State, message: Message): Json => {
  if (message.threadTs) return { thread_ts: message.threadTs };
  const replies = repliesTo(state, message.ts);
  const last = replies.at(-1);
  if (!last) return {};
  const users = [...new Set(replies.map(reply => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: last.ts,
  };
};

const botParts = (state: State, message: Message): Json =>
  message.user === state.app.botUser
    ? {
        bot_id: state.app.botId,
        app_id: state.app.id,
        bot_profile: {
          id: state.app.botId,
          app_id: state.app.id,
          name: state.app.name,
          team_id: state.team.id,
          deleted: false,
        },
      }
    : {};

/** A file as Slack lists it in a message. */
export const wireFile = (file: Message['files'][number]): Json => ({
  id: file.id,
  name: file.name,
  title: file.title,
  mimetype: 'text/plain',
  filetype: 'text',
  size: file.bytes.byteLength,
  mode: 'snippet',
  preview: new TextDecoder().decode(file.bytes.subarray(0, 600)),
});

/** The message as the Web API shows it. Metadata only where it was asked for. */
export const wireMessage = (state: State, message: Message, withMetadata = false): Json => ({
  type: 'message',
  user: message.user,
  text: message.text,
  ts: message.ts,
  team: state.people.get(message.user)?.team ?? state.team.id,
  ...botParts(state, message),
  ...threadParts(state, message),
  ...(message.blocks.length ? { blocks: message.blocks } : {}),
  ...(message.attached.length ? { attachments: [{ id: 1, blocks: message.attached }] } : {}),
  ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
  ...(message.files.length ? { files: message.files.map(wireFile), upload: true } : {}),
  ...(withMetadata && message.metadata ? { metadata: objectOf(message.metadata) } : {}),
});
