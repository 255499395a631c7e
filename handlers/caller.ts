import type { BlockAction, RespondFn, SlashCommand, types, ViewSubmitAction } from '@slack/bolt';
import type { Card } from '../src/messages/drawn.ts';
import type { Person } from '../src/model/person.ts';
import type { Living } from '../src/ports/mail.ts';
import type { Deps } from './deps.ts';

/** The part of Slack's Web API that handlers use by themselves: forms and the App Home. */
type Web = {
  readonly views: {
    open(what: { trigger_id: string; view: types.ModalView }): Promise<{ view?: { id?: string } }>;
    update(what: { view_id: string; view: types.ModalView }): Promise<unknown>;
    publish(what: { user_id: string; view: types.HomeView }): Promise<unknown>;
  };
};

/** The person on the other side, as Slack itself says who it is, and ways to answer. */
export type Caller = {
  readonly by: Person;
  readonly channel: string;
  /** The message whose button was clicked; null for a command. */
  readonly message: string | null;
  readonly web: Web;
  /** What opens a form within three seconds; null where nothing does. */
  readonly trigger: string | null;
  /** To this person alone, by whatever way there is. Never throws: a person who can't be told is logged. */
  tell(card: Card): Promise<void>;
  /** The same where nothing may wait for it. */
  mention(card: Card): void;
  /** To the whole channel, in one message that fills in; `ts`: the one that stands there. */
  living(ts: string | null): Living;
};

/** `respond`: null for a submitted form and the App Home, of which there is nothing to respond to. */
const caller = (
  by: Person,
  channel: string,
  message: string | null,
  respond: RespondFn | null,
  web: Web,
  { mail }: Deps,
  trigger: string | null = null,
): Caller => {
  const to = { person: by.id, channel, respond: respond && ((said: object) => respond(said)) };
  const tell = mail.privately(to);
  return {
    by,
    channel,
    message,
    web,
    trigger,
    tell,
    mention: card => void tell(card),
    living: ts => mail.living(to, ts),
  };
};

/** From the payload that Slack signed or sent down the socket, and from nothing that a person can write. */
export const commandCaller = (body: SlashCommand, respond: RespondFn, web: Web, deps: Deps): Caller =>
  caller(
    {
      team: body.team_id,
      id: body.user_id,
      name: body.user_name,
      ...(body.enterprise_id ? { enterprise: body.enterprise_id } : {}),
    },
    body.channel_id,
    null,
    respond,
    web,
    deps,
    body.trigger_id,
  );

export const buttonCaller = (body: BlockAction, respond: RespondFn, web: Web, deps: Deps): Caller => {
  const { user } = body;
  const by = {
    team: user.team_id ?? body.team?.id ?? '',
    id: user.id,
    name: user.name ?? user.username ?? user.id,
    ...(body.enterprise?.id ? { enterprise: body.enterprise.id } : {}),
  };
  const channel = body.channel?.id ?? body.container?.channel_id ?? '';
  const message = body.container?.is_ephemeral ? null : (body.message?.ts ?? null);
  return caller(by, String(channel), message, respond, web, deps, body.trigger_id ?? null);
};

/** Who sent a form; `channel` is where it was asked for, as the bot wrote it into the form. */
export const viewCaller = (
  { user, team, view }: ViewSubmitAction,
  web: Web,
  deps: Deps,
  channel = view.private_metadata,
): Caller =>
  caller(
    { team: user.team_id ?? team?.id ?? '', id: user.id, name: user.name },
    channel,
    null,
    null,
    web,
    deps,
  );

/** Who has opened the App Home. Only the id is known. */
export const homeCaller = (id: string, team: string, web: Web, deps: Deps): Caller =>
  caller({ team, id, name: id }, '', null, null, web, deps);
