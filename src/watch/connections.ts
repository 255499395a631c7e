/** Says when somebody else uses this bot's Slack token: they would take half of the clicks, and nobody would know. */
export type ConnectionWatch = {
  /** Slack's own count, from the hello of each connection. */
  hello(connections: number): void;
  stop(): void;
};
export type Counts = { readonly connections: number; readonly bots: number };
export type ConnectionWatchOptions = {
  /** The bots that the store knows of. */
  readonly bots: () => Promise<number>;
  /** Connects anew, for a count that is not from before another bot's goodbye. */
  readonly reconnect: () => Promise<void>;
  readonly onStranger: (counts: Counts) => void;
  readonly log: (line: string) => void;
  readonly lookMs?: number;
  /** So many looks in a row, a minute by default: a bot that just started is counted by then, one that was killed no more. */
  readonly looks?: number;
};

export const watchConnections = (options: ConnectionWatchOptions): ConnectionWatch => {
  const { bots, reconnect, onStranger, log, lookMs = 5_000, looks = 12 } = options;
  let connections = 0;
  let tooMany = 0;
  let fresh = false;
  const look = async () => {
    const known = await bots();
    if (connections <= known) {
      tooMany = 0;
      fresh = false;
      return;
    }
    tooMany++;
    if (tooMany < looks) return;
    if (fresh) return onStranger({ connections, bots: known });
    // The count is as old as our own connection; only a new one may end this bot.
    log(`Slack counted ${connections} connections of ${known} known bots: connecting anew to be sure`);
    await reconnect();
    fresh = true;
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(error => log(`connections are not counted: ${String(error)}`))
      .finally(() => {
        looking = false;
      });
  }, lookMs);
  timer.unref();
  return {
    hello: count => {
      connections = count;
      fresh = false;
    },
    stop: () => clearInterval(timer),
  };
};
