import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Workspace } from '../../../drill/slack/workspace.ts';

export type Running = { readonly app: App; stop(): Promise<void> };

/** The real Bolt app in Socket Mode, pointed at the workspace as the bot's own main does it. */
export const boltOverSocket = async (workspace: Workspace, listen: (app: App) => void): Promise<Running> => {
  const clientOptions = { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 1, minTimeout: 50 } };
  const receiver = new SocketModeReceiver({
    appToken: workspace.appToken,
    logLevel: LogLevel.ERROR,
    // Also how soon it dials again after a disconnect; five seconds by default.
    clientPingTimeout: 300,
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const app = new App({
    token: workspace.botToken,
    receiver,
    clientOptions,
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
  });
  listen(app);
  await app.init();
  await app.start();
  return {
    app,
    stop: async () => {
      await receiver.client.disconnect();
    },
  };
};

/** The same over HTTP, on a port of its own; the workspace posts there from now on. */
export const boltOverHttp = async (workspace: Workspace, listen: (app: App) => void): Promise<Running> => {
  const receiver = new HTTPReceiver({ signingSecret: workspace.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: workspace.botToken,
    receiver,
    clientOptions: { slackApiUrl: workspace.apiUrl },
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
  });
  listen(app);
  await app.init();
  const server = await receiver.start(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  workspace.setRequestUrl(`http://127.0.0.1:${address.port}/slack/events`);
  return {
    app,
    stop: async () => {
      server.closeAllConnections();
      await receiver.stop();
    },
  };
};
