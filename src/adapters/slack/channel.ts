import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Words } from '../../words.ts';
import { linking } from './linking.ts';
import type { Page } from './message.ts';
import { betweenEditsMs } from './next-move.ts';
import type { SlackWeb } from './slack-web.ts';
import { type Tender, tender } from './tender.ts';

/** The newest output of the step that runs now. */
export type LiveText = {
  readonly run: string;
  readonly step: string;
  readonly text: string;
  readonly lines: number;
};

export type ChannelDeps = {
  readonly web: SlackWeb;
  readonly journal: Pick<
    Journal<never>,
    'posted' | 'savePosted' | 'tend' | 'keepTending' | 'shown' | 'stopTending' | 'unshown'
  >;
  /** A run as it should stand now, from its entries alone; null for a run that nobody knows. */
  readonly draw: (run: string, live: LiveText | null) => Promise<Page | null>;
  readonly clock: Clock;
  /** The channel can't be reached and a person has to act: said once for each run and cause. */
  readonly onTrouble: (run: string, words: Words) => void;
  readonly log: (line: string) => void;
};

/** The outbox: what should stand is drawn from the record, and what stands is brought to it. Nothing waits for Slack. */
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
