import { longestProgressMs } from '../../model/sent.ts';
import type { Words } from '../../words.ts';
import type { ChannelDeps, LiveText } from './channel-deps.ts';
import { type Courier, courier } from './courier.ts';
import { linking } from './linking.ts';

/** The outbox: what should stand is drawn from the record, and what stands is brought to it. Nothing waits for Slack. Exported for its tests. */
export type SlackChannel = {
  /** Marks a run as changed, and returns. */
  show(run: string): void;
  live(live: LiveText): void;
  /** Why the channel takes nothing of this run's from the bot; null where it does, or it is not known. */
  blocked(run: string): Words | null;
  /** From now on also shows what other processes wrote and could not show: they died, or Slack was away. And what asks and was
   *  deleted in Slack is posted again. */
  catchUp(): void;
  linkOf(run: string): Promise<string | null>;
  moved(run: string): Promise<void>;
  /** Resolves when every run shown so far stands in the channel as it should, however long Slack is away. */
  settled(): Promise<void>;
  /** Tends nothing any more; what is open is caught up by the next process. */
  stop(): Promise<void>;
  /** Of how many runs anything is kept in memory. */
  size(): number;
};

const catchUpMs = 2_000;
/** An ask that somebody deleted is back within a minute. */
const doubtMs = 40_000;
/** So long a person's answer waits for the card that it changes. */
const longestMs = 2_000;

export const createSlackChannel = (deps: ChannelDeps): SlackChannel => {
  const couriers = new Map<string, Courier>();
  const stopping = new AbortController();
  const pause = (ms: number) => deps.clock.sleep(ms, stopping.signal).catch(() => {});
  const of = (run: string): Courier => {
    const known = couriers.get(run) ?? courier(run, deps, () => void forget(run));
    couriers.set(run, known);
    return known;
  };
  /** Not before the next edit would be due. */
  const forget = async (run: string): Promise<void> => {
    const quiet = couriers.get(run);
    await pause(longestProgressMs);
    if (quiet?.idle() && couriers.get(run) === quiet) couriers.delete(run);
  };
  const look = async (): Promise<void> => {
    for (const run of await deps.journal.unshown()) if (!couriers.get(run)?.busy()) of(run).wake(null);
  };
  const doubt = async (): Promise<void> => {
    for (const { run } of await deps.journal.rows({ live: true })) of(run).doubt();
  };
  const every = async (ms: number, act: () => Promise<void>): Promise<void> => {
    while (!stopping.signal.aborted) {
      // A store that is away is said by whoever writes.
      await act().catch(() => {});
      await pause(ms);
    }
  };
  return {
    show: run => of(run).wake(null),
    live: live => of(live.run).wake(live),
    blocked: run => couriers.get(run)?.blocked() ?? null,
    catchUp: () => {
      void every(catchUpMs, look);
      void every(doubtMs, doubt);
    },
    linkOf: linking(deps),
    moved: run => {
      const moved = of(run).moved();
      of(run).wake(null);
      return Promise.race([moved, pause(longestMs)]);
    },
    settled: async () => {
      await Promise.all([...couriers.values()].map(each => each.settled()));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([...couriers.values()].map(each => each.stop()));
      couriers.clear();
    },
    size: () => couriers.size,
  };
};
