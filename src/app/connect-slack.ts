import type { Slack } from '../adapters/slack/app.ts';
import { slackTroubleOf } from '../adapters/slack/trouble.ts';
import type { Clock } from '../ports/clock.ts';
import { watchSocket } from './socket-watch.ts';

const againMs = 5_000;

/** node-slack-sdk #2656 rejects with undefined, #2167 throws a TypeError of its own over an odd frame. */
const isSlacks = (error: unknown): boolean => {
  if (error === undefined) return true;
  if (typeof error !== 'object' || error === null) return false;
  const inSdk = error instanceof TypeError && /@slack[\\/]socket-mode/.test(error.stack ?? '');
  return inSdk || /^slack_/.test(String(Reflect.get(error, 'code')));
};

type Connection = {
  /** Resolves once connected, or once it is sure that Slack is only away: runs go on without it. Rejects where the token
   *  or a scope is wrong. */
  readonly made: Promise<void>;
  /** The socket's library throws where nobody can catch it when Slack is away as it connects anew. */
  survives(error: unknown): boolean;
  stop(): void;
};

/** Connects to Slack, again and again while Slack is away. */
export const keepConnected = (
  slack: Slack,
  clock: Clock,
  log: (line: string) => void,
  onLost: (why: string, final: boolean) => void = () => {},
): Connection => {
  const stopping = new AbortController();
  let watch: ReturnType<typeof watchSocket> | null = null;
  const until = async (act: () => Promise<unknown>, onFirstTrouble: () => void): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await act();
        return;
      } catch (error) {
        if (slackTroubleOf(error).is === 'blocked') throw error;
        log(
          `Slack is away (${error instanceof Error ? error.message : String(error)}); runs go on, trying again`,
        );
        onFirstTrouble();
        await clock.sleep(againMs, stopping.signal);
      }
    }
  };
  // The token is tried first: Bolt can be started only once.
  const start = async (onAway: () => void) => {
    await until(() => slack.web.auth.test(), onAway);
    if (stopping.signal.aborted) return;
    // Before the first hello: a connection that never gets one is mended as any other.
    watch = watchSocket({ slack, clock, log, onLost });
    await slack.start();
  };
  let connecting = false;
  const reconnect = () => {
    if (connecting) return;
    connecting = true;
    void until(slack.reconnect, () => {})
      .catch(error => log(`Slack refuses this bot: ${String(error)}`))
      .finally(() => {
        connecting = false;
      });
  };
  return {
    made: new Promise((resolve, reject) => {
      start(resolve).then(resolve, reject);
    }),
    survives: error => {
      if (!isSlacks(error)) return false;
      reconnect();
      return true;
    },
    stop: () => {
      stopping.abort();
      watch?.stop();
    },
  };
};
