import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';

/** For what other processes do; as long as a busy machine may take for it. */
export const until = async (met: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 1000 && !met(); tries++) await sleep(25);
  expect(met()).toBe(true);
};

/** A zombie has ended, though its parent has not asked yet. */
export const alive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** Nothing, where there is no such file yet. */
export const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
