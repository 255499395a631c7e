import { setTimeout as sleep } from 'node:timers/promises';
import { elementsIn } from '../../drill/slack/elements.ts';
import { textOf } from '../../drill/slack/json.ts';
import type { Actor } from '../../drill/slack/people/actor.ts';
import type { Message, View } from '../../drill/slack/state.ts';
import { actionIds } from '../../src/messages/button-value.ts';
import type { Answer } from '../../src/model/click.ts';
import { readAloud } from '../support/block-texts.ts';

/** As long as a bot under load may take for one thing that a person waits for. */
const patienceMs = 120_000;

/** What stands in a message, as somebody would read it aloud. */
export const read = (message: Message): string =>
  message.blocks.length + message.attached.length > 0
    ? readAloud([...message.blocks, ...message.attached])
    : message.text;

/** Looks until there is something; an error with `instead`, what was seen, after `ms`. */
export const until = async <T>(
  look: () => T | Promise<T>,
  instead: () => string | Promise<string>,
  ms = patienceMs,
): Promise<NonNullable<Exclude<T, false>>> => {
  for (const deadline = Date.now() + ms; Date.now() < deadline; await sleep(25)) {
    const found = await look();
    if (found) return found as NonNullable<Exclude<T, false>>;
  }
  throw new Error(await instead());
};

const says = (message: Message, part: string | RegExp): boolean => {
  const all = `${message.text}\n${read(message)}`;
  return typeof part === 'string' ? all.includes(part) : part.test(all);
};
const lastOf = (messages: readonly Message[]): string =>
  messages
    .slice(-3)
    .map(message => `  ${read(message).replaceAll('\n', '\n    ').slice(0, 2000)}`)
    .join('\n') || '  nothing';

const idOf = (message: Message, answer: Answer): string | undefined =>
  elementsIn([...message.blocks, ...message.attached])
    .map(({ element }) => textOf(element.action_id))
    .find(id => id.split(':')[0] === actionIds[answer]);

/** Somebody with Slack open: what they do goes over the wire, what they see is what the workspace shows them. */
export const person = (name: string, actor: Actor) => {
  const mine = () => actor.messages().filter(message => message.onlyFor === actor.id);
  const ours = () => actor.messages().filter(message => message.onlyFor === null);
  const seen = (among: () => readonly Message[], part: string | RegExp, ms?: number) =>
    until(
      () => among().findLast(message => says(message, part)),
      () => `${name} does not see ${part}, but:\n${lastOf(among())}`,
      ms,
    );
  return {
    ...actor,
    name,
    /** The newest message of the channel that says so. */
    sees: (part: string | RegExp, ms?: number) => seen(ours, part, ms),
    /** The newest thing told to them alone. */
    hears: (part: string | RegExp, ms?: number) => seen(mine, part, ms),
    /** Everything told to them alone. */
    heard: () => mine().map(message => message.text),
    seesNow: (part: string | RegExp) => ours().filter(message => says(message, part)),
    types: (line: string) => actor.slash(line),
    /** The newest message with a button for this answer. */
    finds: (answer: Answer, ms?: number) =>
      until(
        () => ours().findLast(message => idOf(message, answer) !== undefined),
        () => `${name} finds no ${answer}, but:\n${lastOf(ours())}`,
        ms,
      ),
    /** The newest ask of this step. */
    isAsked: (step: string, ms?: number) =>
      until(
        () => ours().findLast(message => idOf(message, 'approve') !== undefined && says(message, step)),
        () => `${name} is not asked about “${step}”, but sees:\n${lastOf(ours())}`,
        ms,
      ),
    offers: (message: Message, answer: Answer) => idOf(message, answer) !== undefined,
    clicks: (message: Message, answer: Answer) =>
      actor.click(message, idOf(message, answer) ?? actionIds[answer]),
    form: (): Promise<View> =>
      until(
        () => actor.modal(),
        () => `${name} has no form in front of them, but:\n${lastOf(mine())}`,
      ),
  };
};
export type Person = ReturnType<typeof person>;
