import type { Aim } from '../elements.ts';
import { actionOf, clickedElement, findElement } from '../elements.ts';
import type { Json } from '../json.ts';
import { objectsOf } from '../json.ts';
import { wireMessage } from '../messages.ts';
import type { Message, State, View } from '../state.ts';
import { wireView } from '../views.ts';
import type { Answered, Parts, Put } from './frame.ts';
import { acked, failure, frame, putInto } from './frame.ts';

const isView = (target: Message | View): target is View => 'rootId' in target;

const blocksOf = (target: View): readonly Json[] => objectsOf(target.content.blocks);

const messageParts = (parts: Parts, user: string, message: Message): Json => {
  const { state } = parts;
  const current = state.messages.get(message.ts) ?? message;
  const place = {
    channel: message.channel,
    user,
    originalTs: message.ts,
    threadTs: message.threadTs,
  };
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.onlyFor !== null,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: { id: message.channel, name: state.channels.get(message.channel)?.name ?? '' },
    ...(message.onlyFor ? {} : { message: wireMessage(state, current) }),
    response_url: parts.responseUrls.issue('actions', place),
  };
};

const notResponding = (state: State, error: string): string =>
  `${state.app.name} is not responding (${error}). Try again.`;

/** Uses a button or menu of a message, modal or Home tab; a confirm dialog counts as accepted. */
export const click =
  (parts: Parts) =>
  async (user: string, target: Message | View, aim: Aim, put: Put = {}): Promise<Answered> => {
    const { state } = parts;
    const found = isView(target) ? findElement(blocksOf(target), aim) : clickedElement(target, aim);
    if (!found) throw new Error(`there is no ${aim.actionId} to click on here`);
    const where = isView(target)
      ? {
          container: { type: 'view', view_id: target.id },
          view: wireView(state, target, putInto(blocksOf(target), put)),
        }
      : messageParts(parts, user, target);
    const delivery = await parts.deliver.send('interactive', {
      type: 'block_actions',
      ...frame(parts, user),
      ...where,
      state: { values: isView(target) ? {} : putInto(target.blocks, put) },
      actions: [actionOf(found, aim.value, state.nextTs())],
    });
    return delivery.is === 'acked' ? acked() : failure(delivery, notResponding(state, delivery.is));
  };
