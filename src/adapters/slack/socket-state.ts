import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';

/** Which of this bot's connections Slack has greeted and not taken leave of, and since when there is none. */
export const socketState = (now: () => number) => {
  const open = new Set<SocketModeReceiver>();
  let lostAt: number | null = now();
  let since: number | null = null;
  const gone = (receiver: SocketModeReceiver): void => {
    open.delete(receiver);
    if (open.size > 0) return;
    lostAt ??= now();
    since = null;
  };
  return {
    follow: (receiver: SocketModeReceiver): void => {
      const { client } = receiver;
      client.on('connected', () => {
        open.add(receiver);
        since ??= now();
        lostAt = null;
      });
      for (const event of ['close', 'disconnecting', 'disconnected', 'reconnecting'])
        client.on(event, () => gone(receiver));
    },
    /** Milliseconds without any connection; 0 while there is one. */
    lostMs: (): number => (lostAt === null ? 0 : now() - lostAt),
    /** Milliseconds since which there has been one; null while there is none. */
    openMs: (): number | null => (since === null ? null : now() - since),
  };
};

/**
 * The client connects anew by itself, and a failure of that is a rejection that nobody can catch (node-slack-sdk #2656). Of a
 * connection that was given up it is no news.
 */
export const givingUp = () => {
  const over = new WeakSet<SocketModeReceiver>();
  return {
    follow: (receiver: SocketModeReceiver): void => {
      const { client } = receiver;
      const start = client.start.bind(client);
      client.start = () =>
        start().catch((error: unknown) => {
          if (over.has(receiver)) return { ok: false };
          throw error;
        });
    },
    of: (receiver: SocketModeReceiver) => void over.add(receiver),
  };
};

/** How long a connection that does not come about, or that Slack does not let go of, is waited for. */
const patienceMs = 8_000;
export const within = async (what: Promise<unknown>, late: () => void): Promise<void> => {
  const patience = new AbortController();
  const tooLong = sleep(patienceMs, true, { ref: false, signal: patience.signal }).catch(() => false);
  if ((await Promise.race([what.then(() => false), tooLong])) === true) late();
  patience.abort();
};
