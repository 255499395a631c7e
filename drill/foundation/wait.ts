import { setTimeout as sleep } from 'node:timers/promises';

/** Looks every 50 ms; throws a sentence with `what` when it has not come true in time. */
export const until = async (
  what: string,
  seconds: number,
  holds: () => Promise<boolean> | boolean,
): Promise<void> => {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(50);
  }
};
