import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/ports/clock.ts';

/** A clock that runs `times` as fast as the host's, for waits that a test would not sit out. */
export const fastClock = (times = 20): Clock => {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * times,
    elapsed: () => (Date.now() - start) * times,
    sleep: (ms, signal) => wait(Math.max(0, ms) / times, undefined, signal ? { signal } : {}).catch(() => {}),
  };
};
