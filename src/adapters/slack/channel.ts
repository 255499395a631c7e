import { betweenEditsMs } from '../../model/sent.ts';
import type { ChannelDeps, LiveText } from './channel-deps.ts';
import { linking } from './linking.ts';
import { type Tender, tender } from './tender.ts';

/** The outbox: what should stand is drawn from the record, and what stands is brought to it. Nothing waits for Slack. Exported for its tests. */
export type SlackChannel = {
  /** Marks a run as changed, and returns. */
  show(run: string): void;
  live(live: LiveText): void;
  /** From now on also shows what other processes wrote and could not show: they died, or Slack was away. */
  catchUp(): void;
  linkOf(run: string): Promise<string | null>;
  /** Resolves when every run shown so far stands in the channel as it should, however long Slack is away. */
  settled(): Promise<void>;
  /** Tends nothing any more; what is open is caught up by the next process. */
  stop(): Promise<void>;
  /** Of how many runs anything is kept in memory. */
  size(): number;
};

const catchUpMs = 2_000;

export const createSlackChannel = (deps: ChannelDeps): SlackChannel => {
  const tenders = new Map<string, Tender>();
  const stopping = new AbortController();
  const pause = (ms: number) => deps.clock.sleep(ms, stopping.signal).catch(() => {});
  const of = (run: string): Tender => {
    const known = tenders.get(run) ?? tender(run, deps, () => void forget(run));
    tenders.set(run, known);
    return known;
  };
  /** Not before the next edit would be due. */
  const forget = async (run: string): Promise<void> => {
    const quiet = tenders.get(run);
    await pause(betweenEditsMs);
    if (quiet?.idle() && tenders.get(run) === quiet) tenders.delete(run);
  };
  const look = async (): Promise<void> => {
    for (const run of await deps.journal.unshown()) if (!tenders.get(run)?.busy()) of(run).wake(null);
  };
  const looking = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // A store that is away is said by whoever writes.
      await look().catch(() => {});
      await pause(catchUpMs);
    }
  };
  return {
    show: run => of(run).wake(null),
    live: live => of(live.run).wake(live),
    catchUp: () => void looking(),
    linkOf: linking(deps),
    settled: async () => {
      await Promise.all([...tenders.values()].map(each => each.settled()));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([...tenders.values()].map(each => each.stop()));
      tenders.clear();
    },
    size: () => tenders.size,
  };
};
