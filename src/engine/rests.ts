const firstMs = 250;
type Rest = { readonly until: number; readonly failures: number };

/** A run that failed is left alone for a while, twice as long each time: claimed over and over it would only raise its
 *  epoch and fill the log. */
import type { Clock } from '../ports/clock.ts';
export const rests = (clock: Pick<Clock, 'elapsed'>) => {
  const known = new Map<string, Rest>();
  return {
    isResting: (run: string): boolean => clock.elapsed() < (known.get(run)?.until ?? 0),
    failed(run: string, longestMs: number) {
      const failures = (known.get(run)?.failures ?? 0) + 1;
      const ms = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20));
      known.set(run, { until: clock.elapsed() + ms, failures });
    },
    over: (run: string): void => void known.delete(run),
  };
};
