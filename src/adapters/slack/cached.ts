import type { Clock } from '../../ports/clock.ts';

/** Asks at most once a minute for each key. An answer that could not be had is not kept: the next one asks again. */
export const cached = <T>(clock: Clock, ask: (key: string) => Promise<T>, keptMs = 60_000) => {
  const kept = new Map<string, { at: number; answer: Promise<T> }>();
  return (key: string): Promise<T> => {
    const known = kept.get(key);
    if (known && clock.elapsed() - known.at < keptMs) return known.answer;
    const answer = ask(key);
    kept.set(key, { at: clock.elapsed(), answer });
    answer.catch(() => {
      if (kept.get(key)?.answer === answer) kept.delete(key);
    });
    return answer;
  };
};
