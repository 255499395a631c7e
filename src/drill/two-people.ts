import { actionIds } from '../messages/button-value.ts';
import type { Actor } from './slack/people/actor.ts';
import type { Message } from './slack/state.ts';
import type { Workspace } from './slack/workspace.ts';

/** Which of the bot's buttons a message has. */
const buttonsOf = (message: Message): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    if (typeof value !== 'object' || value === null) return;
    if ('action_id' in value && typeof value.action_id === 'string')
      found.add(value.action_id.split(':')[0] ?? '');
    for (const each of Object.values(value)) visit(each);
  };
  visit(message.blocks);
  return found;
};

const actionIn = (message: Message, id: string): string => {
  const match = new RegExp(`"action_id":"(${id}(?::[^"]*)?)"`).exec(JSON.stringify(message.blocks));
  return match?.[1] ?? id;
};

export type TwoPeople = { stop(): void };

/** Two approvers who read each card as it comes and approve it; where a person is only offered to look, they abort. */
export const clickAsTwoPeople = (workspace: Workspace, onStuck: (text: string) => void): TwoPeople => {
  const approvers = [workspace.as(workspace.ids.approver1), workspace.as(workspace.ids.approver2)] as const;
  const clicked = new Set<string>();
  const press = async (person: Actor, message: Message, id: string) => {
    const key = `${person.id} ${message.ts} ${id} ${/"value":"([^"\\]|\\.)*"/.exec(JSON.stringify(message.blocks))?.[0] ?? ''}`;
    if (clicked.has(key)) return;
    clicked.add(key);
    await person.click(message, actionIn(message, id));
  };
  const look = (message: Message) => {
    const buttons = buttonsOf(message);
    if (message.threadTs === null) return;
    if (buttons.has(actionIds.approve))
      for (const person of approvers) void press(person, message, actionIds.approve).catch(() => {});
    else if (buttons.has(actionIds.again)) {
      onStuck(message.text);
      // What puts things back after an abort can only be left out.
      const out = buttons.has(actionIds.abort) ? actionIds.abort : actionIds.skip;
      void press(approvers[0], message, out).catch(() => {});
    }
  };
  const unsubscribe = workspace.onChange(change => {
    if (change.kind === 'message') look(change.message);
  });
  return { stop: unsubscribe };
};
