/** What the list of runs needs without folding every entry. */
export type RunRow = {
  readonly run: string;
  readonly cluster: string;
  readonly startedAt: number;
  /** null while the run lives. One live run a cluster, by a unique index. */
  readonly finishedAt: number | null;
  readonly seq: number;
  /** Someone has to look at it: just started, or a person's answer arrived, and it is not parked. */
  readonly awake: boolean;
};
