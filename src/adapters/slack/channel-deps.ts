import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Words } from '../../words.ts';
import type { Drawings } from './drawings.ts';
import type { Page } from './message.ts';
import type { SlackWeb } from './slack-web.ts';

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
    'rows' | 'posted' | 'savePosted' | 'tend' | 'keepTending' | 'shown' | 'stopTending' | 'unshown'
  >;
  /** A run as it should stand now, from its entries alone; null for a run that nobody knows. */
  readonly draw: (run: string, live: LiveText | null) => Promise<Page | null>;
  readonly drawings: Drawings;
  readonly clock: Clock;
  /** The channel can't be reached and a person has to act: said once for each run and cause. */
  readonly onTrouble: (run: string, words: Words) => void;
  readonly log: (line: string) => void;
};
