import type { Json } from './json.ts';
import { listOf, objectOf, textOf } from './json.ts';
import { wireMessage } from './messages.ts';
import type { Change, Message, State } from './state.ts';
import type { Deliver } from './wire/deliver.ts';

/** Events that the app asked for; without a manifest the two that every app can expect. */
const subscriptions = (manifest: Json | null): readonly string[] => {
  if (manifest === null) return ['app_mention', 'app_home_opened'];
  const settings = objectOf(objectOf(manifest.settings).event_subscriptions);
  return listOf(settings.bot_events).map(textOf);
};

const channelType = (state: State, id: string): 'im' | 'mpim' | 'group' | 'channel' => {
  const channel = state.channels.get(id);
  if (channel?.directWith) return 'im';
  if (channel?.isGroup) return 'mpim';
  return channel?.isPrivate ? 'group' : 'channel';
};
const eventNames = {
  im: 'message.im',
  mpim: 'message.mpim',
  group: 'message.groups',
  channel: 'message.channels',
};

const messageEvent = (state: State, message: Message, type: string): Json => ({
  ...wireMessage(state, message),
  type,
  channel: message.channel,
  channel_type: channelType(state, message.channel),
  event_ts: message.ts,
});

/** What became of a message that was there: edited, or deleted. */
const changedEvent = (
  state: State,
  message: Message,
  subtype: 'message_changed' | 'message_deleted',
): Json => {
  const ts = state.nextTs();
  return {
    type: 'message',
    subtype,
    hidden: true,
    ts,
    channel: message.channel,
    channel_type: channelType(state, message.channel),
    ...(subtype === 'message_changed'
      ? {
          message: wireMessage(state, message),
          previous_message: wireMessage(state, { ...message, blocks: message.earlier.at(-1) ?? [] }),
        }
      : { deleted_ts: message.ts, previous_message: wireMessage(state, message) }),
    event_ts: ts,
  };
};

/** Whether the bot is there to hear it. */
const heard = (state: State, message: Message): boolean =>
  message.onlyFor === null &&
  (state.channels.get(message.channel)?.members.includes(state.app.botUser) ?? false);

const eventsFor = (state: State, change: Change, isNew: boolean): readonly Json[] => {
  if (change.kind !== 'message' && change.kind !== 'deleted') return [];
  const { message } = change;
  if (!heard(state, message)) return [];
  const wanted = subscriptions(state.manifest);
  const wantsKind = wanted.includes(eventNames[channelType(state, message.channel)]);
  if (change.kind === 'deleted') return wantsKind ? [changedEvent(state, message, 'message_deleted')] : [];
  if (!isNew) return wantsKind ? [changedEvent(state, message, 'message_changed')] : [];
  const mentioned = message.text.includes(`<@${state.app.botUser}>`);
  return [
    ...(wantsKind ? [messageEvent(state, message, 'message')] : []),
    ...(mentioned && wanted.includes('app_mention') ? [messageEvent(state, message, 'app_mention')] : []),
  ];
};

/** Tells the app what is said, edited and deleted where it is a member, its own words included, as Slack does. */
export const sendEvents = (state: State, deliver: Deliver): (() => void) => {
  const known = new Map<string, string>();
  return state.onChange((change: Change) => {
    if (change.kind !== 'message' && change.kind !== 'deleted') return;
    const { ts, editedTs } = change.message;
    const [isNew, version] = [!known.has(ts), editedTs ?? ''];
    // A reaction or a pin is no edit.
    if (change.kind === 'message' && known.get(ts) === version) return;
    known.set(ts, version);
    for (const event of eventsFor(state, change, isNew)) void deliver.event(event);
  });
};
