import { basics } from './api/basics.ts';
import { chat } from './api/chat.ts';
import { conversations } from './api/conversations.ts';
import { newUploads } from './api/files.ts';
import { people } from './api/people.ts';
import type { Api } from './api/serve.ts';
import { views } from './api/views.ts';
import { sendEvents } from './events.ts';
import type { DisconnectReason, Faults } from './faults.ts';
import { newFaults } from './faults.ts';
import { newInteract } from './interact/interact.ts';
import type { Json } from './json.ts';
import { pageRoute } from './page.ts';
import type { Actor } from './people/actor.ts';
import { newActor } from './people/actor.ts';
import { ids } from './people/cast.ts';
import { newResponseUrls } from './response-url.ts';
import { slackRoutes } from './routes.ts';
import { listen } from './server.ts';
import type { Change, Message, State, Wire } from './state.ts';
import { newState } from './state.ts';
import { newTriggers } from './triggers.ts';
import type { Deliver } from './wire/deliver.ts';
import { newDeliver } from './wire/deliver.ts';
import { httpTransport } from './wire/http.ts';
import { newSockets } from './wire/sockets.ts';

export type WorkspaceOptions = {
  /** Any free one by default. */
  readonly port?: number;
  /** Scopes, slash commands and events come from it; without one everything is allowed. */
  readonly manifest?: Json;
  /** What the composer offers to complete. */
  readonly commands?: readonly CommandHint[];
  /** HTTP mode: where slash commands, interactions and events are posted. Socket Mode without it. */
  readonly requestUrl?: string;
  /** Slack's three seconds for an ack, and for a trigger. */
  readonly ackMs?: number;
  readonly triggerMs?: number;
  readonly eventRetryMs?: readonly number[];
  readonly now?: () => number;
};
export type CommandHint = { readonly line: string; readonly hint: string };

/** A Slack workspace on loopback: API, sockets, people, faults and a page. */
export type Workspace = {
  /** The page. */
  readonly url: string;
  /** For `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly ids: typeof ids;
  readonly channel: string;
  as(user: string): Actor;
  /** Messages that everyone in the channel sees, thread replies included, oldest first. */
  messages(channel?: string): readonly Message[];
  message(ts: string): Message | undefined;
  /** The replies to a message, oldest first. */
  thread(ts: string): readonly Message[];
  onChange(listener: (change: Change) => void): () => void;
  /** The first truthy answer, asked again on every change; an error that says so after `ms`. */
  waitFor<Found>(what: () => Found | undefined | null | false, ms?: number): Promise<Found>;
  readonly wires: () => readonly Wire[];
  readonly faults: Faults;
  redeliver: Deliver['redeliver'];
  disconnect(reason: DisconnectReason): void;
  cutSockets(): void;
  sockets(): number;
  setBanner(text: string): void;
  /** HTTP mode from now on (null: Socket Mode). */
  setRequestUrl(url: string | null): void;
  close(): Promise<void>;
};

const secrets = {
  bot: 'xoxb-box-bot',
  app: 'xapp-box-app',
  signing: 'box-signing-secret',
  verification: 'box-verification-token',
} as const;

/** Opens the workspace and its page. Everything in it ends with `close()`. */
export const startWorkspace = async (options: WorkspaceOptions = {}): Promise<Workspace> => {
  const ackMs = options.ackMs ?? 3_000;
  const state = newState(options.now ?? Date.now, options.manifest ?? null);
  let origin = '';
  let requestUrl = options.requestUrl ?? null;
  const originNow = (): string => origin;

  const faults: Faults = newFaults(state, ids.channel, () => sockets.cut());
  const sockets = newSockets({ appId: state.app.id, ackMs, phantoms: faults.phantoms });
  const transport = () =>
    requestUrl === null
      ? sockets.send
      : httpTransport({ requestUrl, signingSecret: secrets.signing, ackMs, now: state.now });
  const deliver = newDeliver({
    state,
    faults,
    transport,
    ackMs,
    eventRetryMs: options.eventRetryMs ?? [0, 60_000, 300_000],
    token: secrets.verification,
  });
  const triggers = newTriggers(state, options.triggerMs ?? 3_000);
  const responseUrls = newResponseUrls(state, originNow);
  const interact = newInteract({ state, deliver, triggers, responseUrls, token: secrets.verification });
  const uploads = newUploads();
  const ticketUrl = (): string =>
    `${origin.replace('http:', 'ws:')}/link/?ticket=${sockets.newTicket()}&app_id=${state.app.id}`;
  const api: Api = {
    state,
    tokens: secrets,
    faults,
    origin: originNow,
    methods: {
      ...basics(ticketUrl),
      ...chat,
      ...conversations,
      ...people,
      ...views(triggers),
      ...uploads.methods,
    },
  };
  const stopEvents = sendEvents(state, deliver);
  const page = pageRoute({ state, interact, commands: options.commands ?? [] });
  const routes = [...slackRoutes({ api, faults, uploads, responseUrls }), page];
  const box = await listen(options.port ?? 0, routes, (...upgrade) => sockets.upgrade(...upgrade));
  origin = box.origin;

  return {
    url: `${origin}/`,
    apiUrl: `${origin}/api/`,
    botToken: secrets.bot,
    appToken: secrets.app,
    signingSecret: secrets.signing,
    ids,
    channel: ids.channel,
    as: user => newActor(state, interact, user, ids.channel),
    ...reading(state),
    faults,
    redeliver: deliver.redeliver,
    disconnect: sockets.disconnect,
    cutSockets: sockets.cut,
    sockets: sockets.count,
    setBanner: text => {
      state.banner = text;
      state.changed({ kind: 'workspace' });
    },
    setRequestUrl: url => {
      requestUrl = url;
    },
    close: async () => {
      stopEvents();
      sockets.cut();
      box.server.closeAllConnections();
      await new Promise<void>(resolve => box.server.close(() => resolve()));
    },
  };
};

const reading = (state: State) => {
  const shared = (channel: string): readonly Message[] =>
    [...state.messages.values()].filter(message => message.channel === channel && message.onlyFor === null);
  return {
    messages: (channel: string = ids.channel) => shared(channel),
    message: (ts: string) => state.messages.get(ts),
    thread: (ts: string) =>
      [...state.messages.values()].filter(message => message.threadTs === ts && !message.onlyFor),
    onChange: state.onChange,
    wires: () => state.wires,
    waitFor: <Found>(what: () => Found | undefined | null | false, ms = 5_000): Promise<Found> =>
      waitFor(state, what, ms),
  };
};

const waitFor = <Found>(
  state: State,
  what: () => Found | undefined | null | false,
  ms: number,
): Promise<Found> =>
  new Promise((resolve, reject) => {
    const started = new Error(`nothing came of this within ${ms} ms: ${what}`);
    let stop = (): void => {};
    const timer = setTimeout(() => {
      stop();
      reject(started);
    }, ms);
    const look = (): void => {
      const found = what();
      if (!found) return;
      clearTimeout(timer);
      stop();
      resolve(found);
    };
    stop = state.onChange(look);
    look();
  });
