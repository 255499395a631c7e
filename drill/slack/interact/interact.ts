import type { Aim } from '../elements.ts';
import { post } from '../messages.ts';
import type { Message, View } from '../state.ts';
import { click } from './click.ts';
import type { Answered, Parts, Put } from './frame.ts';
import { close, openHome, submit } from './modal.ts';
import { slash } from './slash.ts';

/** What people can do in the workspace; each becomes a real envelope. */
export type Interact = {
  slash(user: string, channel: string, line: string, inThread?: boolean): Promise<Answered>;
  click(user: string, target: Message | View, aim: Aim, put?: Put): Promise<Answered>;
  submit(user: string, view: View, put: Put): Promise<Answered>;
  close(user: string, view: View): Promise<void>;
  say(user: string, channel: string, text: string, threadTs?: string | null): Message;
  openHome(user: string): Promise<void>;
};

export const newInteract = (parts: Parts): Interact => ({
  slash: slash(parts),
  click: click(parts),
  submit: submit(parts),
  close: close(parts),
  openHome: openHome(parts),
  say: (user, channel, text, threadTs = null) => post(parts.state, { user, channel, text, threadTs }),
});
