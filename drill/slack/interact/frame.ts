import { elementsIn, inputValue } from '../elements.ts';
import type { Json } from '../json.ts';
import { textOf } from '../json.ts';
import { post } from '../messages.ts';
import type { Person } from '../people/cast.ts';
import { ids } from '../people/cast.ts';
import type { ResponseUrls } from '../response-url.ts';
import type { Message, State } from '../state.ts';
import type { Triggers } from '../triggers.ts';
import type { Deliver } from '../wire/deliver.ts';
import type { Delivery } from '../wire/envelope.ts';

/** What the person got for it. `shown` is a sentence of Slack's own where something went wrong. */
export type Answered = {
  readonly outcome: 'acked' | 'operation_timeout' | 'dispatch_failed' | 'refused';
  readonly shown: string | null;
  /** The message that the ack's body made, if it had one. */
  readonly message: Message | null;
  /** A modal's complaints by block_id. */
  readonly errors: Readonly<Record<string, string>>;
};

export type Put = Readonly<Record<string, string | readonly string[]>>;

export type Parts = {
  readonly state: State;
  readonly deliver: Deliver;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly token: string;
};

const nothing = { shown: null, message: null, errors: {} } as const;
export const acked = (more: Partial<Answered> = {}): Answered => ({ ...nothing, outcome: 'acked', ...more });
export const refused = (shown: string): Answered => ({ ...nothing, outcome: 'refused', shown });

export const failure = (delivery: Exclude<Delivery, { is: 'acked' }>, shown: string): Answered => ({
  ...nothing,
  outcome: delivery.is,
  shown,
});

/** Slackbot tells one person in their channel. */
export const tell = (state: State, user: string, channel: string, text: string): Answered => {
  const message = post(state, { channel, user: ids.slackbot, text, onlyFor: user });
  return { ...refused(text), message };
};

export const personOf = (state: State, id: string): Person => {
  const person = state.people.get(id);
  if (!person || person.deactivated) throw new Error(`${id} is nobody who can act in this workspace`);
  return person;
};

const actor = (state: State, id: string): Json => {
  const person = personOf(state, id);
  return { id, username: person.handle, name: person.handle, team_id: person.team };
};

/** What every interaction says about where it came from. */
export const frame = (parts: Parts, user: string): Json => ({
  user: actor(parts.state, user),
  api_app_id: parts.state.app.id,
  token: parts.token,
  team: { id: parts.state.team.id, domain: parts.state.team.domain },
  enterprise: null,
  is_enterprise_install: false,
  trigger_id: parts.triggers.issue(user),
});

/** What a person put in, by action_id, in the shape of view.state. */
export const putInto = (blocks: readonly Json[], put: Put) => {
  const values: Record<string, Record<string, Json>> = {};
  for (const { element, blockId } of elementsIn(blocks)) {
    const actionId = textOf(element.action_id);
    const given = put[actionId];
    if (given === undefined) continue;
    values[blockId] = { ...values[blockId], [actionId]: inputValue(element, given) };
  }
  return values;
};
