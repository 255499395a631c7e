import { setTimeout as sleep } from 'node:timers/promises';
import { actionIds } from '../src/messages/button-value.ts';
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

/** Before a skip and after an abort people are asked why, in a form that opens after the click. */
const wantsWhy: ReadonlySet<string> = new Set([actionIds.skip, actionIds.abort]);
const sayWhy = async (person: Actor): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!person.modal() && Date.now() < deadline) await sleep(100);
  const form = person.modal();
  if (form) await person.submit(form, { reason: 'it is put back by hand afterwards' });
};

export type TwoPeople = { stop(): void };

/** How long a person looks at a step that is stuck before they try it again. */
const lookMs = 5000;

/** Which ask a card shows: the same card drawn once more is the same ask. */
const askIn = (message: Message): string =>
  `${message.ts} ${/"value":"([^"\\]|\\.)*"/.exec(JSON.stringify(message.blocks))?.[0] ?? ''}`;

/** Each ask of a step is a message of its own. */
const stepIn = (message: Message): string =>
  /\\"run\\":\\"([^"\\]+)\\",\\"step\\":\\"([^"\\]+)\\"/
    .exec(JSON.stringify(message.blocks))
    ?.slice(1)
    .join(' ') ?? message.ts;

/**
 * Two approvers who read each card as it comes and approve it; where a person is only offered to look, they look for a
 * while and try again, `patience` times a step, and then abort.
 */
export const clickAsTwoPeople = (
  workspace: Workspace,
  onStuck: (text: string) => void,
  patience = 0,
): TwoPeople => {
  const approvers = [workspace.as(workspace.ids.approver1), workspace.as(workspace.ids.approver2)] as const;
  const clicked = new Set<string>();
  const press = async (person: Actor, message: Message, id: string) => {
    const key = `${person.id} ${id} ${askIn(message)}`;
    if (clicked.has(key)) return;
    clicked.add(key);
    const { outcome } = await person.click(message, actionIn(message, id));
    if (outcome === 'acked') return wantsWhy.has(id) ? sayWhy(person) : undefined;
    // "The app is not responding": they wait a moment and look at the card again.
    clicked.delete(key);
    setTimeout(() => look(workspace.message(message.ts) ?? message), 1000).unref();
  };
  const stuckAsks = new Map<string, Set<string>>();
  const tryAgain = (message: Message) => void press(approvers[0], message, actionIds.again).catch(() => {});
  const lookAtStuck = (message: Message, buttons: ReadonlySet<string>) => {
    onStuck(message.text);
    const asks = stuckAsks.get(stepIn(message)) ?? new Set<string>();
    stuckAsks.set(stepIn(message), asks.add(askIn(message)));
    if (asks.size <= patience) return void setTimeout(tryAgain, lookMs, message).unref();
    // What puts things back after an abort can only be left out.
    const out = buttons.has(actionIds.abort) ? actionIds.abort : actionIds.skip;
    void press(approvers[0], message, out).catch(() => {});
  };
  const look = (message: Message) => {
    const buttons = buttonsOf(message);
    if (message.threadTs === null) return;
    if (buttons.has(actionIds.approve))
      for (const person of approvers) void press(person, message, actionIds.approve).catch(() => {});
    else if (buttons.has(actionIds.again)) lookAtStuck(message, buttons);
  };
  const unsubscribe = workspace.onChange(change => {
    if (change.kind === 'message') look(change.message);
  });
  return { stop: unsubscribe };
};
