import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../world.ts';

/** The host's clock. A sleep that is aborted ends at once, without an error. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}).catch(() => {}),
};
