import type { Clock } from '../src/ports/clock.ts';

const keptMs = 15 * 60_000;

/**
 * True the first time a key is seen, false for 15 minutes after. Slack delivers again when an ack was lost, with the same
 * trigger id; the first delivery that arrives counts, whatever retry number it carries.
 */
export const firstTime = (clock: Clock): ((key: string) => boolean) => {
  const seen = new Map<string, number>();
  return key => {
    const now = clock.elapsed();
    for (const [old, at] of seen) {
      if (now - at < keptMs) break;
      seen.delete(old);
    }
    if (seen.has(key)) return false;
    seen.set(key, now);
    return true;
  };
};
