import type { Json } from '../json.ts';
import { repliesTo, wireMessage } from '../messages.ts';
import type { Channel, Message, State } from '../state.ts';
import type { Args, Call, Methods } from './method.ts';
import { page, refuse } from './method.ts';
import { channelOf, joinedChannel, openDirect, scopedChannel } from './places.ts';

const wireChannel = (state: State, channel: Channel): Json => ({
  id: channel.id,
  name: channel.name,
  is_channel: channel.directWith === null && !channel.isPrivate,
  is_group: channel.isPrivate && channel.directWith === null && !channel.isGroup,
  is_im: channel.directWith !== null,
  is_mpim: channel.isGroup,
  is_private: channel.isPrivate,
  is_archived: channel.archived,
  is_member: channel.members.includes(state.app.botUser),
  is_shared: channel.externallyShared,
  is_ext_shared: channel.externallyShared,
  is_pending_ext_shared: false,
  is_org_shared: false,
  context_team_id: state.team.id,
  num_members: channel.members.length,
  ...(channel.directWith ? { user: channel.directWith } : {}),
});

const info = (call: Call): Json => ({
  channel: wireChannel(call.state, scopedChannel(call, 'read', channelOf(call, call.args.need('channel')))),
});

const within = (args: Args, message: Message): boolean => {
  const at = Number(message.ts);
  const inclusive = args.flag('inclusive');
  const oldest = args.number('oldest', 0);
  const latest = args.number('latest', Number.POSITIVE_INFINITY);
  return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
};

const answerPage = (call: Call, messages: readonly Message[]): Json => {
  const { items, next } = page(messages, call.args);
  const withMetadata =
    call.args.flag('include_all_metadata') &&
    (call.scopes === null || call.scopes.includes('metadata.message:read'));
  return {
    messages: items.map(message => wireMessage(call.state, message, withMetadata)),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  };
};

const history = (call: Call): Json => {
  const channel = scopedChannel(call, 'history', joinedChannel(call, call.args.need('channel')));
  const shown = [...call.state.messages.values()].filter(
    message => message.channel === channel.id && !message.threadTs && !message.onlyFor,
  );
  return answerPage(call, shown.filter(message => within(call.args, message)).reverse());
};

const replies = (call: Call): Json => {
  const channel = scopedChannel(call, 'history', joinedChannel(call, call.args.need('channel')));
  const root = call.state.messages.get(call.args.need('ts'));
  if (!root || root.channel !== channel.id || root.onlyFor) return refuse('thread_not_found');
  const thread = repliesTo(call.state, root.ts).filter(message => within(call.args, message));
  return answerPage(call, [root, ...thread]);
};

const members = (call: Call): Json => {
  const { items, next } = page(
    scopedChannel(call, 'read', channelOf(call, call.args.need('channel'))).members,
    call.args,
  );
  return { members: items, response_metadata: { next_cursor: next } };
};

const open = ({ state, args }: Call): Json => {
  const user = args.need('users');
  if (!state.people.has(user)) refuse('user_not_found');
  return { channel: { id: openDirect(state, user).id } };
};

const read = { token: 'bot', scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'] } as const;
const readHistory = {
  token: 'bot',
  scopes: ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
} as const;

export const conversations: Methods = {
  'conversations.info': { ...read, run: info },
  'conversations.members': { ...read, run: members },
  'conversations.history': { ...readHistory, run: history },
  'conversations.replies': { ...readHistory, run: replies },
  'conversations.open': { token: 'bot', scopes: ['im:write'], run: open },
};
