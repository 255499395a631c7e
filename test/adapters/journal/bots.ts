import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Store } from './stores.ts';

/** A real process with the store open; see writer.process.ts. */
export type Bot = {
  go(): void;
  lines(): readonly string[];
  complaint(): string;
  readonly ended: Promise<unknown>;
  kill(): Promise<void>;
};

/** Starts bots on a store; `killAll` leaves none. They end by themselves when this process dies. */
export const botsOn = (store: () => Store) => {
  const bots: Bot[] = [];
  const start = (task: 'open' | 'write' | 'drive'): Bot => {
    const script = join(import.meta.dirname, 'writer.process.ts');
    const bot = botOf(spawn(process.execPath, [script, JSON.stringify(store().place), task]));
    bots.push(bot);
    return bot;
  };
  return {
    start,
    /** Once it has said more than that many lines. */
    async busyWith(task: 'write' | 'drive', moreThan: number): Promise<Bot> {
      const bot = start(task);
      bot.go();
      await expect.poll(() => bot.lines().length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(moreThan);
      return bot;
    },
    killAll: () => Promise.all(bots.splice(0).map(bot => bot.kill())),
  };
};

const botOf = (child: ChildProcessWithoutNullStreams): Bot => {
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => {
    text.stdout += chunk;
  });
  child.stderr.on('data', chunk => {
    text.stderr += chunk;
  });
  const ended = once(child, 'close');
  return {
    go: () => void child.stdin.write('go\n'),
    lines: () => text.stdout.split('\n').filter(Boolean),
    complaint: () => text.stderr,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
