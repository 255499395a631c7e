import type { Json } from '../json.ts';
import { isObject, objectsOf, parsed } from '../json.ts';
import { mostTextCharacters, mostUpdateTextCharacters, surfaces } from '../limits/blocks.ts';
import { blockFaults, tooLongTogether, tooManyTables } from '../limits/check.ts';
import { edit, post, remove, wireMessage } from '../messages.ts';
import type { Channel, State } from '../state.ts';
import type { Args, Call, Methods } from './method.ts';
import { faultsAnswer, refuse } from './method.ts';
import { channelOf, joinedChannel, messageOf } from './places.ts';

/** The blocks of a call, or undefined where it names none. */
const blocksOf = ({ args, refused }: Call): readonly Json[] | undefined => {
  const blocks = args.json('blocks', 'invalid_blocks_format');
  if (blocks === undefined) return undefined;
  const faults = blockFaults(blocks, surfaces.message, refused);
  if (faults.length) refuse('invalid_blocks', faultsAnswer(faults));
  if (tooManyTables(objectsOf(blocks))) {
    refuse('invalid_attachments', faultsAnswer(['only_one_table_allowed']));
  }
  if (tooLongTogether(objectsOf(blocks))) refuse('msg_blocks_too_long');
  return objectsOf(blocks);
};

/** Blocks in attachments; undefined where the call names none. */
const attachedOf = ({ args, refused }: Call): readonly Json[] | undefined => {
  const attachments = args.json('attachments', 'invalid_attachments');
  if (attachments === undefined) return undefined;
  const blocks = objectsOf(attachments).flatMap(each => objectsOf(each.blocks));
  const faults = blockFaults(blocks, surfaces.message, refused, '/attachments');
  return faults.length ? refuse('invalid_attachments', faultsAnswer(faults)) : blocks;
};

const metadataOf = (args: Args): Json | undefined => {
  const metadata = args.json('metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isObject(metadata)) return refuse('invalid_metadata_format');
  const whole = typeof metadata.event_type === 'string' && isObject(metadata.event_payload);
  return whole || Object.keys(metadata).length === 0 ? metadata : refuse('invalid_metadata_schema');
};

const contentOf = (call: Call, most: number) => {
  const { args } = call;
  const text = args.text('text');
  if (text.length > most) refuse('msg_too_long');
  const blocks = blocksOf(call);
  if (text === '' && !blocks?.length) refuse('no_text');
  return { text, blocks, attached: attachedOf(call), metadata: metadataOf(args) };
};

/** A thread hangs on its first message, also when a reply's ts is given. */
const threadOf = (state: State, channel: Channel, args: Args): string | null => {
  const ts = args.text('thread_ts');
  if (ts === '') return null;
  const parent = state.messages.get(ts);
  if (!parent || parent.channel !== channel.id || parent.onlyFor) return refuse('cannot_reply_to_message');
  return parent.threadTs ?? parent.ts;
};

const writableChannel = (call: Call): Channel => {
  const channel = channelOf(call, call.args.need('channel'));
  if (channel.archived) return refuse('is_archived');
  if (channel.members.includes(call.state.app.botUser)) return channel;
  return call.scopes?.includes('chat:write.public') ? channel : refuse('not_in_channel');
};

const postMessage = (call: Call): Json => {
  const channel = writableChannel(call);
  const message = post(call.state, {
    ...contentOf(call, mostTextCharacters),
    channel: channel.id,
    user: call.state.app.botUser,
    threadTs: threadOf(call.state, channel, call.args),
  });
  return { channel: channel.id, ts: message.ts, message: wireMessage(call.state, message, true) };
};

const update = (call: Call): Json => {
  const { state, args } = call;
  const channel = state.channels.get(args.need('channel')) ?? refuse('channel_not_found');
  if (channel.archived) refuse('is_inactive');
  const message = messageOf(state, channel, args.need('ts'));
  if (message.user !== state.app.botUser) refuse('cant_update_message');
  const { text, blocks, attached, metadata } = contentOf(call, mostUpdateTextCharacters);
  const edited = edit(state, message, {
    ...(args.has('text') ? { text } : {}),
    ...(blocks ? { blocks } : {}),
    ...(attached ? { attached } : {}),
    ...(metadata ? { metadata } : {}),
  });
  return { channel: channel.id, ts: edited.ts, text: edited.text, message: wireMessage(state, edited, true) };
};

const erase = (call: Call): Json => {
  const { state, args } = call;
  const channel = channelOf(call, args.need('channel'));
  const message = messageOf(state, channel, args.need('ts'));
  if (message.user !== state.app.botUser) refuse('cant_delete_message');
  remove(state, message);
  return { channel: channel.id, ts: message.ts };
};

const postEphemeral = (call: Call): Json => {
  const { state, args } = call;
  const channel = writableChannel(call);
  const user = args.need('user');
  if (!channel.members.includes(user)) refuse('user_not_in_channel');
  const message = post(state, {
    ...contentOf(call, mostTextCharacters),
    channel: channel.id,
    user: state.app.botUser,
    onlyFor: user,
    threadTs: threadOf(state, channel, args),
  });
  return { message_ts: message.ts };
};

const permalink = (call: Call): Json => {
  const { state, args, origin } = call;
  const channel = channelOf(call, args.need('channel'));
  const message = messageOf(state, channel, args.need('message_ts'));
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  const link = `${origin}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return { channel: channel.id, permalink: link };
};

const mostDaysAhead = 120;

/** Sent by a timer of this process; like the rest of the box it does not outlive it. */
const scheduleMessage = (call: Call): Json => {
  const { state, args } = call;
  const channel = writableChannel(call);
  const content = contentOf(call, mostTextCharacters);
  const at = args.number('post_at', 0) * 1000;
  if (at <= state.now()) refuse('time_in_past');
  if (at > state.now() + mostDaysAhead * 86_400_000) refuse('time_too_far');
  const draft = { ...content, channel: channel.id, user: state.app.botUser };
  setTimeout(() => post(state, draft), Math.min(at - state.now(), 2 ** 31 - 1)).unref();
  return { channel: channel.id, scheduled_message_id: state.nextId('Q'), post_at: at / 1000 };
};

const reaction = (call: Call): Json => {
  const { state, args } = call;
  const message = messageOf(state, joinedChannel(call, args.need('channel')), args.need('timestamp'));
  const name = args.need('name');
  if (message.reactions.includes(name)) refuse('already_reacted');
  const reacted = { ...message, reactions: [...message.reactions, name] };
  state.messages.set(message.ts, reacted);
  state.changed({ kind: 'message', message: reacted });
  return {};
};

const pin = (call: Call): Json => {
  const { state, args } = call;
  const message = messageOf(state, joinedChannel(call, args.need('channel')), args.need('timestamp'));
  if (state.pins.has(message.ts)) refuse('already_pinned');
  state.pins.add(message.ts);
  state.changed({ kind: 'message', message });
  return {};
};

const bookmark = (call: Call): Json => {
  const { state, args } = call;
  const channel = joinedChannel(call, args.need('channel_id'));
  const link = args.text('link');
  if (args.need('type') === 'link' && !/^https?:\/\//.test(link)) refuse('invalid_link');
  const added = { id: state.nextId('Bk'), channel_id: channel.id, title: args.need('title'), link };
  state.bookmarks.push(added);
  state.changed({ kind: 'workspace' });
  return { bookmark: added };
};

const validate = (call: Call): Json => {
  const faults = blockFaults(parsed(call.args.need('blocks')), surfaces.message, call.refused);
  return faults.length ? refuse('invalid_blocks', faultsAnswer(faults)) : {};
};

const write = { token: 'bot', scopes: ['chat:write'] } as const;

export const chat: Methods = {
  'chat.postMessage': { ...write, run: postMessage },
  'chat.update': { ...write, run: update },
  'chat.delete': { ...write, run: erase },
  'chat.postEphemeral': { ...write, run: postEphemeral },
  'chat.scheduleMessage': { ...write, run: scheduleMessage },
  'chat.getPermalink': { token: 'bot', scopes: [], run: permalink },
  'blocks.validate': { token: 'bot', scopes: [], run: validate },
  'reactions.add': { token: 'bot', scopes: ['reactions:write'], run: reaction },
  'pins.add': { token: 'bot', scopes: ['pins:write'], run: pin },
  'bookmarks.add': { token: 'bot', scopes: ['bookmarks:write'], run: bookmark },
};
