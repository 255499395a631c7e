import { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { App, HTTPReceiver, type Receiver, SocketModeReceiver, type webApi } from '@slack/bolt';
import { boltLogger } from './bolt-logger.ts';
import { type Network, networkOf } from './network.ts';
import { givingUp, socketState, within } from './socket-state.ts';

export type SlackConfig = {
  readonly botToken: string;
  /** With a slash at its end; undefined is Slack's own. */
  readonly apiUrl?: string | undefined;
  readonly network?: Network;
  /** What Bolt itself has to say: warnings and errors, one line each. */
  readonly log: (line: string) => void;
} & (
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string; readonly port: number }
);

export type Slack = {
  readonly app: App;
  readonly web: webApi.WebClient;
  /** Checks the token, then connects or listens. Rejects with Slack's reason. */
  start(): Promise<void>;
  /** Since when it is connected, in ms (a socket), or listens (http); null while it is not. */
  connectedMs(): number | null;
  /** Socket Mode: how many connections Slack counts for the token, told with each new one of ours. */
  onHello(heard: (connections: number) => void): void;
  /** A new connection, and then none in the old one's place; rejects with Slack's reason and keeps the old one. */
  reconnect(): Promise<void>;
  /** The old connection is given up first: for one that is of no use. Rejects with Slack's reason; nothing is open then. */
  replace(): Promise<void>;
  readonly socket: Pick<ReturnType<typeof socketState>, 'lostMs' | 'openMs'>;
  /** Takes nothing new; resolves when the connection is closed and what was taken is answered. */
  stop(): Promise<void>;
};

/**
 * Every call is tried once and fails within ten seconds: Bolt's own thirty minutes of retries could post a card twice and
 * would hold up the final state. The outbox and the handlers decide what is worth another try.
 */
export const clientOptions = (
  config: Pick<SlackConfig, 'apiUrl' | 'network' | 'log'>,
): webApi.WebClientOptions => ({
  ...(config.apiUrl ? { slackApiUrl: config.apiUrl } : {}),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 10_000,
  ...networkOf(config.network ?? {}).fetch,
  logger: boltLogger(config.log),
});

/** A reconnect waits as long as a missing pong may take: two seconds, where Bolt's default leaves a gap of five to twelve. */
const pingMs = 2000;

const socketDoor = (config: SlackConfig & { mode: 'socket' }): Door => {
  const state = socketState(() => performance.now());
  const letsGo = givingUp();
  let heard = (_connections: number) => {};
  let stopped = false;
  const open = () => {
    const receiver = new SocketModeReceiver({
      appToken: config.appToken,
      clientPingTimeout: pingMs,
      ...networkOf(config.network ?? {}).socket,
      logger: boltLogger(config.log),
      // A copy: the socket's client writes its own retries into the object that it is given.
      installerOptions: { clientOptions: { ...clientOptions(config) } },
    });
    state.follow(receiver);
    letsGo.follow(receiver);
    receiver.client.on('ws_message', (data: unknown) => {
      const count = connectionsIn(String(data));
      if (count !== null) heard(count);
    });
    return receiver;
  };
  const first = open();
  let current = first;
  // The receiver's own stop() resolves while the socket is still open.
  const shut = (receiver: SocketModeReceiver) => {
    letsGo.of(receiver);
    return within(receiver.client.disconnect(), () => {});
  };
  const start = async (receiver: SocketModeReceiver) => {
    await within(receiver.client.start(), () => {
      throw new Error('Slack did not answer the new connection');
    });
  };
  return {
    socket: state,
    receiver: first,
    port: 0,
    onHello: listener => {
      heard = listener;
    },
    close: async () => {
      stopped = true;
      await shut(current);
    },
    // The new one first: at no moment is there none, and either takes clicks while there are two.
    reconnect: async (app, answered) => {
      const [old, next] = [current, open()];
      next.init(app);
      try {
        await start(next);
      } catch (error) {
        await shut(next).catch(() => {});
        throw error;
      }
      current = next;
      await answered();
      await shut(stopped ? next : old).catch(() => {});
    },
    replace: async app => {
      await shut(current).catch(() => {});
      if (stopped) return;
      const next = open();
      next.init(app);
      current = next;
      await start(next).catch(async (error: unknown) => {
        await shut(next).catch(() => {});
        throw error;
      });
    },
  };
};

/** Of a hello; null for any other frame. */
const connectionsIn = (frame: string): number | null => {
  if (!frame.includes('"hello"')) return null;
  const hello: unknown = JSON.parse(frame);
  const count = typeof hello === 'object' && hello !== null ? Reflect.get(hello, 'num_connections') : null;
  return typeof count === 'number' ? count : null;
};

const httpDoor = (config: SlackConfig & { mode: 'http' }): Door => {
  const receiver = new HTTPReceiver({ signingSecret: config.signingSecret, logger: boltLogger(config.log) });
  return {
    receiver,
    port: config.port,
    close: () => receiver.stop(),
    onHello: () => {},
    reconnect: async () => {},
    replace: async () => {},
    // Slack calls us: there is no connection to lose.
    socket: { lostMs: () => 0, openMs: () => null },
  };
};

type Door = Pick<Slack, 'onHello' | 'socket'> & {
  readonly receiver: Receiver;
  readonly close: () => Promise<unknown>;
  /** `answered` waits for what was taken through the old connection. */
  readonly reconnect: (app: App, answered: () => Promise<unknown>) => Promise<void>;
  readonly replace: (app: App) => Promise<void>;
  readonly port: number;
};

/** Longer than a click takes, shorter than a supervisor's patience. */
const answerMs = 5_000;

/** What was taken and is not answered yet. */
const underWay = (app: App) => {
  const open = new Set<Promise<void>>();
  app.use(async ({ next }) => {
    const answered = next();
    open.add(answered);
    await answered.finally(() => open.delete(answered));
  });
  return () => Promise.race([Promise.allSettled(open), sleep(answerMs, undefined, { ref: false })]);
};

/** Bolt, with everything from outside handed in. Nothing is sent before `start()`. */
export const createSlackApp = (config: SlackConfig): Slack => {
  const door: Door = config.mode === 'socket' ? socketDoor(config) : httpDoor(config);
  const app = new App({
    token: config.botToken,
    receiver: door.receiver,
    clientOptions: clientOptions(config),
    logger: boltLogger(config.log),
    convoStore: false,
    // Or the constructor checks the token by itself, and a bad one ends the process.
    deferInitialization: true,
  });
  const answered = underWay(app);
  let server: unknown = null;
  let listensSince: number | null = null;
  return {
    app,
    web: app.client,
    onHello: door.onHello,
    connectedMs: () => {
      const listening = listensSince === null ? null : performance.now() - listensSince;
      return door.socket.openMs() ?? listening;
    },
    reconnect: () => door.reconnect(app, answered),
    replace: () => door.replace(app),
    socket: door.socket,
    start: async () => {
      await app.init();
      server = await app.start(door.port);
      if (config.mode === 'http') listensSince = performance.now();
    },
    stop: async () => {
      const closed = door.close();
      // Slack keeps its connections open: what is on its way is answered, the idle ones are not waited for.
      if (server instanceof Server) server.closeIdleConnections();
      await closed;
      await answered();
    },
  };
};
