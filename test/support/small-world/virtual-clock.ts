import type { HostClock } from '../../../src/adapters/journal/host-clock.ts';
import type { Clock } from '../../../src/ports/clock.ts';

type Sleeper = { readonly until: number; readonly wake: () => void };

/** Time that passes only while somebody sleeps: the earliest sleeper wakes first, a moment of real time later. */
export const virtualClock = (start = Date.parse('2020-08-05T03:29:11Z')) => {
  let now = start;
  let jumped = 0;
  let sleepers: Sleeper[] = [];
  let pumping = false;
  const pump = () => {
    const first = sleepers.toSorted((a, b) => a.until - b.until)[0];
    if (!first) {
      pumping = false;
      return;
    }
    sleepers = sleepers.filter(each => each !== first);
    now = Math.max(now, first.until);
    first.wake();
    setImmediate(pump);
  };
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise(resolve => {
      const sleeper = { until: now + Math.max(0, ms), wake: resolve };
      sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        sleepers = sleepers.filter(each => each !== sleeper);
        resolve();
      });
      if (pumping) return;
      pumping = true;
      setImmediate(pump);
    });
  const clock: Clock = { now: () => now + jumped, elapsed: () => now - start, sleep };
  /** What the journal reads: its leases go by the time that passes, its entries by a wall clock that can be set. */
  const host: HostClock = { bootId: () => 'one-boot', monotonicMs: () => now, wallMs: () => now + jumped };
  return {
    clock,
    host,
    /** Somebody sets the host's clock, forward or (below 0) back. */
    jump: (ms: number) => {
      jumped += ms;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
};
export type VirtualClock = ReturnType<typeof virtualClock>;
