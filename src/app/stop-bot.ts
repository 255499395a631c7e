type Stops = { stop(): Promise<unknown> };
type Closes = { close(): Promise<unknown> };

/** What a bot consists of, as far as its end is concerned. Exported for its tests. */
export type Parts = {
  /** Connects to Slack again and again. */
  readonly connection: { stop(): void };
  readonly slack: Stops;
  readonly driver: Stops;
  readonly timekeeper: Stops;
  readonly watch: Stops | null;
  readonly reporting: Stops;
  readonly status: Stops | null;
  readonly channel: Stops;
  readonly guards: Stops;
  readonly jumpHost: Closes;
  readonly journal: Closes;
};

/** Nothing new is taken or begun from the first moment on, however long a look at the clusters still takes; what was taken
 *  is answered, and what everybody stands on is closed last. A part that fails to stop keeps none of the others. */
export const stopBot = async (parts: Parts): Promise<void> => {
  const {
    connection,
    slack,
    driver,
    timekeeper,
    watch,
    reporting,
    status,
    channel,
    guards,
    jumpHost,
    journal,
  } = parts;
  connection.stop();
  const ends = [
    ...(await Promise.allSettled([
      slack.stop(),
      Promise.all([driver.stop(), timekeeper.stop()]).then(() => channel.stop()),
      watch?.stop(),
      reporting.stop(),
    ])),
    ...(await Promise.allSettled([guards.stop()])),
    ...(await Promise.allSettled([jumpHost.close(), status?.stop()])),
    ...(await Promise.allSettled([journal.close()])),
  ];
  const failed = ends.find(end => end.status === 'rejected');
  if (failed) throw failed.reason;
};
