const minuteMs = 60_000;

/** Prunes a minute after the start and then every hour. */
export const startPruning = (
  prune: () => Promise<void>,
  log: (line: string) => void,
  { what = 'old snapshots', firstMs = minuteMs, everyMs = 60 * minuteMs } = {},
): { stop(): void } => {
  const safely = () =>
    void prune().catch(error => log(`${what} were not looked for, an hour from now they are: ${error}`));
  const first = setTimeout(safely, firstMs);
  const timer = setInterval(safely, everyMs);
  first.unref();
  timer.unref();
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
};
