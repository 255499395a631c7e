import type { Words } from '../words.ts';

/** Known lines of the step that runs now, newest last, already redacted; kept in memory only and drawn into its message. */
export type Live = {
  readonly run: string;
  readonly step: string;
  readonly text: string;
  readonly lines: number;
  /** How many of them are of no known shape, and therefore not in the text. */
  readonly hidden?: number;
  /** Shown instead of the text where it is the bot's own sentence and no tool's output. */
  readonly words?: Words;
};

/** Where a run can be looked at. */
export type Links = {
  /** The address of its card in Slack; null where it has none yet, or Slack does not say within two seconds. */
  linkOf(run: string): Promise<string | null>;
  /** Resolves once a message of it stands as it should now, the one first that somebody is waited for; two seconds at most. */
  moved(run: string): Promise<void>;
};

/** The channel's side of a run. Nothing waits for Slack: show() marks the run dirty and returns. */
export type Channel = {
  show(run: string): void;
  live(live: Live): void;
  /** Why nobody can see there what this run asks, until a person acts; null or absent where that is not known. */
  blocked?(run: string): Words | null;
};
