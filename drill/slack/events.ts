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

const messageEvent = (state: State, message: Message, type: string): Json => ({
  ...wireMessage(state, message),
  type,
  channel: message.channel,
  channel_type: state.channels.get(message.channel)?.directWith ? 'im' : 'channel',
  event_ts: message.ts,
});

/** Whether the bot is there to hear it. */
const heard = (state: State, message: Message): boolean =>
  message.onlyFor === null &&
  (state.channels.get(message.channel)?.members.includes(state.app.botUser) ?? false);

const eventsFor = (state: State, message: Message): readonly Json[] => {
  const wanted = subscriptions(state.manifest);
  const direct = state.channels.get(message.channel)?.directWith;
  const kind = direct ? 'message.im' : 'message.channels';
  const mentioned = message.text.includes(`<@${state.app.botUser}>`);
  return [
    ...(wanted.includes(kind) ? [messageEvent(state, message, 'message')] : []),
    ...(mentioned && wanted.includes('app_mention') ? [messageEvent(state, message, 'app_mention')] : []),
  ];
};

/** Tells the app what is said where it is a member, its own words included, as Slack does. */
export const sendEvents = (state: State, deliver: Deliver): (() => void) => {
  const known = new Set<string>();
  return state.onChange((change: Change) => {
    if (change.kind !== 'message' || known.has(change.message.ts)) return;
    known.add(change.message.ts);
    if (!heard(state, change.message)) return;
    for (const event of eventsFor(state, change.message)) void deliver.event(event);
  });
};
