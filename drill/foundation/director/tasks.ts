import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from './faults.ts';
import { type Job, startJob, TaskCancelled, TaskError } from './job.ts';
import type { Task, TaskState, TaskType } from './task.ts';
import { openWorkers } from './workers.ts';

export type Ask = {
  readonly type: TaskType;
  readonly description: string;
  readonly user: string;
  readonly deployment: string | null;
  readonly contextId?: string;
};

export type TaskBoard = {
  /** Queues it and answers at once; the work begins a moment later and its answer becomes the task's `result`. */
  start(ask: Ask, work: (job: Job) => Promise<string | null>): Task;
  find(id: number): Task | null;
  /** Newest first. */
  all(): readonly Task[];
  /** Takes effect at the task's next checkpoint. false: it has ended already. */
  cancel(task: Task): boolean;
  stop(): Promise<void>;
};

/** The seed's first task. */
const firstId = 204424;
/** The box runs for days: old tasks are forgotten, as a Director's own clean-up does. */
const keptTasks = 2000;

export const seconds = (): number => Math.floor(Date.now() / 1000);
export const hasEnded = ({ state }: Task): boolean =>
  state !== 'queued' && state !== 'processing' && state !== 'cancelling';

const end = (task: Task, state: TaskState, result: string | null) => {
  task.state = state;
  // The Director's column holds 128 characters.
  task.result = result?.slice(0, 128) ?? null;
  task.timestamp = seconds();
};

const runTask = async (task: Task, job: Job, work: (job: Job) => Promise<string | null>) => {
  try {
    job.checkpoint();
    const result = await work(job);
    end(task, 'done', result);
  } catch (failure) {
    if (job.signal.aborted) return;
    const message = failure instanceof Error ? failure.message : String(failure);
    if (failure instanceof TaskCancelled) {
      job.fail(10_001, message);
      return end(task, 'cancelled', 'task cancelled');
    }
    job.fail(failure instanceof TaskError ? failure.code : 100, message);
    end(task, 'error', message);
  }
};

/** `lostAfter`: seconds after which a task whose worker died is called timed out (180 on a real Director). `atATime`: a real
 *  Director has three workers; what comes meanwhile is queued, in order. */
export const openTaskBoard = (
  faults: Faults,
  lostAfter: number,
  atATime = Number.POSITIVE_INFINITY,
): TaskBoard => {
  const tasks: Task[] = [];
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const workers = openWorkers(atATime);
  let nextId = firstId;

  const begin = async (task: Task, work: (job: Job) => Promise<string | null>) => {
    const leave = await workers.enter();
    await atWork(task, work).finally(leave);
  };
  const atWork = async (task: Task, work: (job: Job) => Promise<string | null>) => {
    const signal = stopping.signal;
    // Long enough for the caller to see it queued, as with the real CLI.
    await sleep(25, undefined, { signal });
    if (task.state === 'queued') task.state = 'processing';
    task.startedAt = seconds();
    if (faults.takeLostWorker()) {
      await sleep(lostAfter * 1000, undefined, { signal });
      return end(task, 'timeout', null);
    }
    await runTask(task, startJob(task, signal), work);
  };

  return {
    start: (ask, work) => {
      const task: Task = {
        contextId: '',
        ...ask,
        id: nextId++,
        state: 'queued',
        startedAt: null,
        timestamp: null,
        result: null,
        events: '',
        output: '',
        debug: `I, [director] task ${nextId - 1} (${ask.type}) queued by ${ask.user}\n`,
      };
      tasks.unshift(task);
      tasks.splice(keptTasks);
      const work$ = begin(task, work).catch(() => undefined);
      running.add(work$);
      void work$.finally(() => running.delete(work$));
      return task;
    },
    find: id => tasks.find(task => task.id === id) ?? null,
    all: () => tasks,
    cancel: task => {
      if (hasEnded(task)) return false;
      task.state = 'cancelling';
      task.timestamp = seconds();
      return true;
    },
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
};
