import type { Channel, Message, State } from '../state.ts';
import type { Call } from './method.ts';
import { refuse } from './method.ts';

const directWith = (state: State, user: string): Channel | undefined =>
  [...state.channels.values()].find(channel => channel.directWith === user);

/** The app's direct message with a person, made when it is first needed. */
export const openDirect = (state: State, user: string): Channel => {
  const known = directWith(state, user);
  if (known) return known;
  const channel: Channel = {
    id: state.nextId('D'),
    name: 'directmessage',
    members: [user, state.app.botUser],
    archived: false,
    externallyShared: false,
    directWith: user,
    isPrivate: true,
    isGroup: false,
  };
  state.channels.set(channel.id, channel);
  state.changed({ kind: 'workspace' });
  return channel;
};

/** A channel by id, `#name` or (as chat.postMessage allows) a person's id. */
export const channelOf = ({ state }: Call, name: string): Channel => {
  const byName = [...state.channels.values()].find(each => `#${each.name}` === name || each.name === name);
  const found = state.channels.get(name) ?? byName;
  // A private channel does not exist for who is not in it.
  if (found?.isPrivate && !found.members.includes(state.app.botUser)) return refuse('channel_not_found');
  if (found) return found;
  return state.people.has(name) ? openDirect(state, name) : refuse('channel_not_found');
};

/** The same, for calls that only a member may make. */
export const joinedChannel = (call: Call, name: string): Channel => {
  const channel = channelOf(call, name);
  return channel.members.includes(call.state.app.botUser) ? channel : refuse('not_in_channel');
};

/** A message of a channel that everyone in it sees; ephemeral ones cannot be found by anyone. */
export const messageOf = (state: State, channel: Channel, ts: string): Message => {
  const message = state.messages.get(ts);
  return message && message.channel === channel.id && message.onlyFor === null
    ? message
    : refuse('message_not_found');
};

const kindOf = (channel: Channel): 'channels' | 'groups' | 'im' | 'mpim' => {
  if (channel.directWith !== null) return 'im';
  if (channel.isGroup) return 'mpim';
  return channel.isPrivate ? 'groups' : 'channels';
};

/** Slack asks for the scope of this kind of conversation; another kind's does not help. */
export const scopedChannel = (call: Call, right: 'read' | 'history', channel: Channel): Channel => {
  const needed = `${kindOf(channel)}:${right}`;
  if (call.scopes === null || call.scopes.includes(needed)) return channel;
  return refuse('missing_scope', { needed, provided: call.scopes.join(',') });
};
