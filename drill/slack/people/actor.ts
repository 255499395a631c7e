import type { Answered, Put } from '../interact/frame.ts';
import type { Interact } from '../interact/interact.ts';
import type { Notification } from '../notifications.ts';
import type { Message, State, View } from '../state.ts';
import { topModal } from '../views.ts';

/** Somebody at a keyboard. Everything they do goes over the wire as from the page. */
export type Actor = {
  readonly id: string;
  /** Types a whole line, `/pks recover`, into the channel. */
  slash(line: string, where?: { readonly channel?: string; readonly thread?: boolean }): Promise<Answered>;
  /** Clicks; a confirm dialog counts as accepted. A Message that was kept is clicked as it looked then. */
  click(
    target: Message | View | string,
    actionId: string,
    which?: { readonly value?: string; readonly blockId?: string; readonly put?: Put },
  ): Promise<Answered>;
  /** Fills in a modal (by action_id; options by their value) and submits it. */
  submit(view: View, put?: Put): Promise<Answered>;
  close(view: View): Promise<void>;
  say(text: string, where?: { readonly channel?: string; readonly threadTs?: string }): Message;
  /** What this person sees, oldest first, ephemeral ones included. */
  messages(channel?: string): readonly Message[];
  /** What their phone rang for, oldest first. */
  notifications(): readonly Notification[];
  /** The modal in front of them. */
  modal(): View | undefined;
  openHome(): Promise<void>;
  home(): View | undefined;
};

/** Whether this person sees the message: theirs alone, or in a channel they are in. */
export const sees = (state: State, user: string, message: Message): boolean => {
  if (message.onlyFor !== null) return message.onlyFor === user;
  return state.channels.get(message.channel)?.members.includes(user) ?? false;
};

const targetOf = (state: State, target: Message | View | string): Message | View => {
  if (typeof target !== 'string') return target;
  const found = state.messages.get(target) ?? state.views.get(target);
  if (!found) throw new Error(`there is no message or modal ${target}`);
  return found;
};

export const newActor = (
  state: State,
  { interact, notified }: { interact: Interact; notified: (user: string) => readonly Notification[] },
  id: string,
  channel: string,
): Actor => {
  if (!state.people.has(id)) throw new Error(`there is nobody called ${id} in this workspace`);
  return {
    id,
    slash: (line, where = {}) => interact.slash(id, where.channel ?? channel, line, where.thread),
    click: (target, actionId, which = {}) => {
      const { put, ...rest } = which;
      return interact.click(id, targetOf(state, target), { actionId, ...rest }, put);
    },
    submit: (view, put = {}) => interact.submit(id, view, put),
    close: view => interact.close(id, view),
    say: (text, where = {}) => interact.say(id, where.channel ?? channel, text, where.threadTs),
    messages: (where = channel) =>
      [...state.messages.values()].filter(message => message.channel === where && sees(state, id, message)),
    notifications: () => notified(id),
    modal: () => topModal(state, id),
    openHome: () => interact.openHome(id),
    home: () => state.homes.get(id),
  };
};
