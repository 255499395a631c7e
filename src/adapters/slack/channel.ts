import type { Words } from '../../words.ts';
import type { Clock, Journal } from '../../world.ts';
import type { Page } from './message.ts';
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
  readonly journal: Pick<Journal<never>, 'posted' | 'savePosted'>;
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
  /** Resolves when every run shown so far stands in the channel as it should, however long Slack is away. */
  settled(): Promise<void>;
  /** Tends nothing any more; what is open is caught up by the next process. */
  stop(): Promise<void>;
};

export const createSlackChannel = (deps: ChannelDeps): SlackChannel => {
  const tenders = new Map<string, Tender>();
  const of = (run: string): Tender => {
    const known = tenders.get(run) ?? tender(run, deps);
    tenders.set(run, known);
    return known;
  };
  return {
    show: run => of(run).wake(null),
    live: live => of(live.run).wake(live),
    settled: async () => {
      await Promise.all([...tenders.values()].map(each => each.settled()));
    },
    stop: async () => {
      await Promise.all([...tenders.values()].map(each => each.stop()));
      tenders.clear();
    },
  };
};
