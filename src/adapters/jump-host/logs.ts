import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createDaily } from './daily.ts';

/** Where outputs lie that are too long to be kept with the run. */
export const logsOf = (folder: string): string => join(folder, 'logs');

const keptMs = 90 * 86_400_000;

/** What is done before each command: once a day the old ones go, however long this process lives. */
export const keepLogsTidy = (folder: string): (() => void) => {
  const isDue = createDaily();
  return () => {
    if (isDue()) pruneLogs(folder);
  };
};

/** Ends what is older than 90 days. Log files are a service to readers: failing to tidy them stops nothing. */
const pruneLogs = (folder: string): void => {
  try {
    const old = Date.now() - keptMs;
    for (const name of readdirSync(logsOf(folder)))
      if (statSync(join(logsOf(folder), name)).mtimeMs < old)
        rmSync(join(logsOf(folder), name), { force: true });
  } catch {
    // No logs yet, or not ours to remove.
  }
};
