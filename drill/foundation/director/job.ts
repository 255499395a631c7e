import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from './task.ts';

/** Ends a task in `error`; the code is the Director's own where it is known. */
export class TaskError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
/** Ends a task in `cancelled`. */
export class TaskCancelled extends Error {}

/** What a task's work may do: write events, wait, and notice that it was cancelled. */
export type Job = {
  readonly task: Task;
  readonly signal: AbortSignal;
  /** A stage of `total` parts; each call of what it answers is one part, written when it starts and when it ends. */
  stage(name: string, total: number): (part: string, work?: () => Promise<void>) => Promise<void>;
  note(type: 'warning' | 'deprecation', message: string): void;
  fail(code: number, message: string): void;
  /** Adds to the result log. */
  print(text: string): void;
  /** Throws TaskCancelled once somebody has cancelled the task. */
  checkpoint(): void;
  /** Waits without a checkpoint, like a call to the cloud. */
  wait(seconds: number): Promise<void>;
};

export const startJob = (task: Task, signal: AbortSignal): Job => {
  const write = (event: object) => {
    task.events += `${JSON.stringify({ time: Math.floor(Date.now() / 1000), ...event })}\n`;
  };
  const checkpoint = () => {
    if (task.state === 'cancelling') throw new TaskCancelled(`Task ${task.id} cancelled`);
  };
  const stage: Job['stage'] = (name, total) => {
    let index = 0;
    return async (part, work) => {
      index += 1;
      const event = { stage: name, tags: [], total, task: part, index };
      checkpoint();
      write({ ...event, state: 'started', progress: 0 });
      try {
        await work?.();
      } catch (failure) {
        const error = failure instanceof Error ? failure.message : String(failure);
        // A cancelled part stays open in the log (captures/bosh/103).
        if (!signal.aborted && !(failure instanceof TaskCancelled))
          write({ ...event, state: 'failed', progress: 100, data: { error } });
        throw failure;
      }
      write({ ...event, state: 'finished', progress: 100 });
    };
  };
  return {
    task,
    signal,
    stage,
    note: (type, message) => write({ type, message }),
    fail: (code, message) => {
      write({ error: { code, message } });
      task.debug += `E, [director] ${message}\n`;
    },
    print: text => {
      task.output += text;
    },
    checkpoint,
    wait: async seconds => {
      await sleep(seconds * 1000, undefined, { signal });
    },
  };
};
