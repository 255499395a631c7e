import { newRates } from './api/rates.ts';
import type { Addresses, Box } from './box.ts';
import { newBox, secrets } from './box.ts';
import type { CommandHint } from './command-hint.ts';
import { sendEvents } from './events.ts';
import type { DisconnectReason, Faults } from './faults/faults.ts';
import type { Json } from './json.ts';
import { keepNotifications, type Notification } from './notifications.ts';
import { pageRoute } from './page.ts';
import type { Actor } from './people/actor.ts';
import { newActor } from './people/actor.ts';
import { ids } from './people/cast.ts';
import { slackRoutes } from './routes.ts';
import { listen, type Tls } from './server.ts';
import type { Change, Message, State, Wire } from './state.ts';
import { newState } from './state.ts';
import type { Deliver } from './wire/deliver.ts';

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
  /** False: Slack's own rate limits are not kept to. */
  readonly rates?: boolean;
  /** Speaks TLS with this certificate. */
  readonly tls?: Tls;
  readonly now?: () => number;
};
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

const face = (
  state: State,
  box: Box,
  addresses: Addresses,
  notified: (user: string) => readonly Notification[],
) => ({
  url: `${addresses.origin}/`,
  apiUrl: `${addresses.origin}/api/`,
  botToken: secrets.bot,
  appToken: secrets.app,
  signingSecret: secrets.signing,
  ids,
  channel: ids.channel,
  as: (user: string) => newActor(state, { interact: box.interact, notified }, user, ids.channel),
  faults: box.faults,
  redeliver: box.deliver.redeliver,
  disconnect: box.sockets.disconnect,
  cutSockets: box.sockets.cut,
  sockets: box.sockets.count,
  setBanner: (text: string) => {
    state.banner = text;
    state.changed({ kind: 'workspace' });
  },
  setRequestUrl: (url: string | null) => {
    addresses.requestUrl = url;
  },
});

/** Opens the workspace and its page. Everything in it ends with `close()`. */
export const startWorkspace = async (options: WorkspaceOptions = {}): Promise<Workspace> => {
  const state = newState(options.now ?? Date.now, options.manifest ?? null);
  const addresses: Addresses = { origin: '', requestUrl: options.requestUrl ?? null };
  const box = newBox(state, addresses, {
    ackMs: options.ackMs ?? 3_000,
    triggerMs: options.triggerMs ?? 3_000,
    eventRetryMs: options.eventRetryMs ?? [0, 60_000, 300_000],
    rates: options.rates ?? true,
  });
  const stopEvents = sendEvents(state, box.deliver);
  const notifications = keepNotifications(state);
  const api = { state, tokens: secrets, origin: () => addresses.origin, rates: newRates(state.now), ...box };
  const page = pageRoute({ state, interact: box.interact, commands: options.commands ?? [] });
  const { server, origin } = await listen(
    options.port ?? 0,
    [...slackRoutes({ api, ...box }), page],
    (...upgrade) => box.sockets.upgrade(...upgrade),
    options.tls,
  );
  addresses.origin = origin;
  return {
    ...face(state, box, addresses, notifications.of),
    ...reading(state),
    close: async () => {
      stopEvents();
      notifications.stop();
      box.sockets.cut();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
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
    waitFor: <Found>(what: () => Found | undefined | null | false, ms = 20_000): Promise<Found> =>
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
