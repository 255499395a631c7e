/** What a pager is told. The same `key` is one incident, however often it is told. */
export type PagerCall = {
  readonly key: string;
  /** One line. */
  readonly summary: string;
  readonly cluster: string;
  readonly run: string;
  /** Facts by name, for whoever was woken. */
  readonly details: Readonly<Record<string, string>>;
};

/** Calls people who do not look at Slack. Rejects where it did not take the call; telling it twice does no harm. */
export type Pager = {
  trigger(page: PagerCall): Promise<void>;
  /** Somebody answered, or nothing is asked any more. */
  resolve(page: PagerCall): Promise<void>;
};
