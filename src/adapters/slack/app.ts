import { Server } from 'node:http';
import { App, HTTPReceiver, type Receiver, SocketModeReceiver, type webApi } from '@slack/bolt';
import { boltLogger } from './bolt-logger.ts';

export type SlackConfig = {
  readonly botToken: string;
  /** With a slash at its end; undefined is Slack's own. */
  readonly apiUrl?: string | undefined;
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
  /** Takes nothing new; resolves when the connection is closed. */
  stop(): Promise<void>;
};

/**
 * Every call is tried once and fails within ten seconds: Bolt's own thirty minutes of retries could post a card twice and
 * would hold up the final state. The outbox and the handlers decide what is worth another try.
 */
const clientOptions = (config: SlackConfig): webApi.WebClientOptions => ({
  ...(config.apiUrl ? { slackApiUrl: config.apiUrl } : {}),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 10_000,
  logger: boltLogger(config.log),
});

/** A reconnect waits as long as a missing pong may take: two seconds, where Bolt's default leaves a gap of five to twelve. */
const pingMs = 2000;

const socketReceiver = (config: SlackConfig & { mode: 'socket' }) => {
  const receiver = new SocketModeReceiver({
    appToken: config.appToken,
    clientPingTimeout: pingMs,
    logger: boltLogger(config.log),
    // A copy: the socket's client writes its own retries into the object that it is given.
    installerOptions: { clientOptions: { ...clientOptions(config) } },
  });
  // The receiver's own stop() resolves while the socket is still open.
  return { receiver, close: () => receiver.client.disconnect(), port: 0 };
};

const httpReceiver = (config: SlackConfig & { mode: 'http' }) => {
  const receiver = new HTTPReceiver({ signingSecret: config.signingSecret, logger: boltLogger(config.log) });
  return { receiver, close: () => receiver.stop(), port: config.port };
};

type Door = { readonly receiver: Receiver; readonly close: () => Promise<unknown>; readonly port: number };

/** Bolt, with everything from outside handed in. Nothing is sent before `start()`. */
export const createSlackApp = (config: SlackConfig): Slack => {
  const door: Door = config.mode === 'socket' ? socketReceiver(config) : httpReceiver(config);
  const app = new App({
    token: config.botToken,
    receiver: door.receiver,
    clientOptions: clientOptions(config),
    logger: boltLogger(config.log),
    convoStore: false,
    // Or the constructor checks the token by itself, and a bad one ends the process.
    deferInitialization: true,
  });
  let server: unknown = null;
  return {
    app,
    web: app.client,
    start: async () => {
      await app.init();
      server = await app.start(door.port);
    },
    stop: async () => {
      const closed = door.close();
      // Slack keeps its connections open: what is on its way is answered, the idle ones are not waited for.
      if (server instanceof Server) server.closeIdleConnections();
      await closed;
    },
  };
};
