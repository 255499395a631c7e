/** Says when somebody else uses this bot's Slack token: they would take half of the clicks, and nobody would know. */
type ConnectionWatch = {
  /** Slack's own count, from the hello of each connection. */
  hello(connections: number): void;
  stop(): void;
};
/** `known`: how many the bots on this store hold. */
export type Counts = { readonly connections: number; readonly known: number };
export type ConnectionWatchOptions = {
  /** The connections that the store knows of. */
  readonly known: () => Promise<number>;
  /** Connects anew, and only then closes the old connection: for a count of now. */
  readonly reconnect: () => Promise<void>;
  readonly onStranger: (counts: Counts) => void;
  readonly log: (line: string) => void;
  readonly lookMs?: number;
  /** So many looks in a row, a minute by default: a bot that just started is counted by then, one that was killed no more. */
  readonly looks?: number;
  /** So many looks after the last count, five minutes by default, Slack is asked for a new one: whoever connected later is
   *  in nobody's count. A little more or less, so that bots which started together do not ask together. */
  readonly countEvery?: number;
};

export const watchConnections = (options: ConnectionWatchOptions): ConnectionWatch => {
  const { known, reconnect, onStranger, log, lookMs = 5_000, looks = 12, countEvery = 60 } = options;
  /** Slack's last count, and what was known at that moment: another bot may have been connecting anew just then. */
  let last: { readonly connections: number; readonly knownThen: Promise<number> } | null = null;
  let tooMany = 0;
  let fresh = false;
  let sinceCount = 0;
  let due = countEvery;
  const countAnew = async () => {
    sinceCount = 0;
    due = Math.ceil(countEvery * (0.8 + 0.4 * Math.random()));
    await reconnect();
  };
  const look = async () => {
    // Over HTTP, or not connected yet.
    if (last === null) return;
    sinceCount++;
    const now = Math.max(await last.knownThen, await known());
    if (last.connections <= now) {
      tooMany = 0;
      fresh = false;
      return sinceCount < due ? undefined : countAnew();
    }
    tooMany++;
    if (tooMany < looks) return;
    if (fresh) return onStranger({ connections: last.connections, known: now });
    // The count is as old as our own connection; only a new one may end this bot.
    log(`Slack counted ${last.connections} connections where ${now} are known: connecting anew to be sure`);
    await countAnew();
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
    hello: connections => {
      // A store that is away knows of no one, and accuses no one.
      last = { connections, knownThen: known().catch(() => Number.POSITIVE_INFINITY) };
      sinceCount = 0;
      fresh = false;
    },
    stop: () => clearInterval(timer),
  };
};
