import { setTimeout as sleep } from 'node:timers/promises';

const everyMs = 100;

/** Asks again until the answer is neither null, undefined nor false; after `withinMs` it is an error that says what was waited for. */
export const until = async <T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs: number,
): Promise<Exclude<T, null | undefined | false>> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    // The three values that mean "not yet" were just ruled out, which TypeScript can't carry through T.
    if (answer !== null && answer !== undefined && answer !== false)
      return answer as Exclude<T, null | undefined | false>;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
    await sleep(everyMs);
  }
};
