import { backoffMs } from '../model/backoff.ts';
import type { Clock } from '../ports/clock.ts';

type Rest = { readonly until: number; readonly failures: number };

/** A run that failed is left alone for a while, twice as long each time: claimed over and over it would only raise its
 *  epoch and fill the log. */
export const backoff = (clock: Pick<Clock, 'elapsed'>) => {
  const known = new Map<string, Rest>();
  return {
    isResting: (run: string): boolean => clock.elapsed() < (known.get(run)?.until ?? 0),
    failed(run: string, longestMs: number) {
      const failures = (known.get(run)?.failures ?? 0) + 1;
      known.set(run, { until: clock.elapsed() + backoffMs(failures, { longestMs }), failures });
    },
    over: (run: string): void => void known.delete(run),
  };
};
