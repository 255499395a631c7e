import type { BlockAction, RespondFn, SlashCommand, types, ViewSubmitAction } from '@slack/bolt';
import type { KnownBlock } from '../src/messages/blocks.ts';
import type { Card } from '../src/messages/drawn.ts';
import type { Person } from '../src/model/person.ts';
import { sent } from '../src/model/sent.ts';
import type { Deps } from './deps.ts';

/** The part of Slack's Web API that handlers use. */
type Web = {
  readonly chat: {
    postMessage(message: Sent & { channel: string }): Promise<{ ts?: string }>;
    update(message: Sent & { channel: string; ts: string }): Promise<unknown>;
    postEphemeral(message: Sent & { channel: string; user: string }): Promise<unknown>;
  };
  readonly views: {
    open(what: { trigger_id: string; view: types.ModalView }): Promise<{ view?: { id?: string } }>;
    update(what: { view_id: string; view: types.ModalView }): Promise<unknown>;
    publish(what: { user_id: string; view: types.HomeView }): Promise<unknown>;
  };
};
type Sent = ReturnType<typeof sent<KnownBlock>>;

/** The person on the other side, as Slack itself says who it is, and ways to answer. */
export type Caller = {
  readonly by: Person;
  readonly channel: string;
  /** The message whose button was clicked; null for a command. */
  readonly message: string | null;
  readonly web: Web;
  /** To this person alone. Never throws: a person who can't be told is logged. */
  tell(card: Card): Promise<void>;
  /** To the whole channel through the response_url, where the bot is no member. */
  tellAll(card: Card): Promise<void>;
};

const telling =
  (by: Person, channel: string, respond: RespondFn, web: Web, deps: Deps) => async (card: Card) => {
    const message = sent(card);
    try {
      await respond({ ...message, response_type: 'ephemeral', replace_original: false });
    } catch {
      // Of no channel is what somebody clicked in the App Home: they are told where the app writes to them.
      const told =
        channel === ''
          ? web.chat.postMessage({ ...message, channel: by.id })
          : web.chat.postEphemeral({ ...message, channel, user: by.id });
      await told.catch((error: unknown) =>
        deps.log(`could not tell ${by.id} in ${channel}: ${String(error)}: ${card.text}`),
      );
    }
  };

/** Of a submitted form and of the App Home there is nothing to respond to: its answer is posted. */
const noResponse: RespondFn = async () => {
  throw new Error('nothing to respond to');
};

const caller = (
  by: Person,
  channel: string,
  message: string | null,
  respond: RespondFn,
  web: Web,
  deps: Deps,
): Caller => ({
  by,
  channel,
  message,
  web,
  tell: telling(by, channel, respond, web, deps),
  tellAll: async card => {
    await respond({ ...sent(card), response_type: 'in_channel', replace_original: false });
  },
});

/** From the payload that Slack signed or sent down the socket, and from nothing that a person can write. */
export const commandCaller = (body: SlashCommand, respond: RespondFn, web: Web, deps: Deps): Caller =>
  caller(
    { team: body.team_id, id: body.user_id, name: body.user_name },
    body.channel_id,
    null,
    respond,
    web,
    deps,
  );

export const buttonCaller = (body: BlockAction, respond: RespondFn, web: Web, deps: Deps): Caller => {
  const { user } = body;
  const by = {
    team: user.team_id ?? body.team?.id ?? '',
    id: user.id,
    name: user.name ?? user.username ?? user.id,
  };
  const channel = body.channel?.id ?? body.container?.channel_id ?? '';
  const message = body.container?.is_ephemeral ? null : (body.message?.ts ?? null);
  return caller(by, String(channel), message, respond, web, deps);
};

/** Who sent a form; `channel` is where it was asked for, as the bot wrote it into the form. */
export const viewCaller = ({ user, team, view }: ViewSubmitAction, web: Web, deps: Deps): Caller =>
  caller(
    { team: user.team_id ?? team?.id ?? '', id: user.id, name: user.name },
    view.private_metadata,
    null,
    noResponse,
    web,
    deps,
  );

/** Who has opened the App Home. Only the id is known. */
export const homeCaller = (id: string, team: string, web: Web, deps: Deps): Caller =>
  caller({ team, id, name: id }, '', null, noResponse, web, deps);
