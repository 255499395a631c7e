import { randomUUID } from 'node:crypto';
import { type Job, TaskError } from './job.ts';
import type { Task } from './task.ts';
import { hasEnded } from './tasks.ts';

/** The one deployment lock. Converging and single-instance tasks and cck hold it; delete-vm takes none. */
export type DeploymentLock = {
  holder(): Task | null;
  /** Runs the work under the lock, which is the task's until it ends, or fails with the reason that a real Director gives. `waitSeconds` 0: cck's way. */
  hold<Result>(job: Job, waitSeconds: number, work: () => Promise<Result>): Promise<Result>;
  /** As GET /locks has it. */
  rows(): readonly { type: string; resource: readonly string[]; timeout: string; task_id: string }[];
};

const lockSeconds = 240;

export const openLock = (deployment: string): DeploymentLock => {
  let held: { task: Task; since: number } | null = null;
  const holder = () => (held && !hasEnded(held.task) ? held.task : null);
  const busy = (waitSeconds: number, by: Task) =>
    waitSeconds === 0
      ? 'Unable to get deployment lock, maybe a deployment is in progress. Try again later.'
      : `Failed to acquire lock for lock:deployment:${deployment} uid: ${randomUUID()}. ` +
        `Locking task id is ${by.id}, description: '${by.description}'`;

  const acquire = async (job: Job, waitSeconds: number) => {
    const deadline = Date.now() + waitSeconds * 1000;
    for (let by = holder(); by; by = holder()) {
      if (Date.now() >= deadline) throw new TaskError(100, busy(waitSeconds, by));
      job.checkpoint();
      await job.wait(0.05);
    }
    held = { task: job.task, since: Date.now() };
  };

  return {
    holder,
    hold: async (job, waitSeconds, work) => {
      await acquire(job, waitSeconds);
      return work();
    },
    rows: () => {
      const by = holder();
      if (!by || !held) return [];
      const timeout = (held.since / 1000 + lockSeconds).toFixed(6);
      return [{ type: 'deployment', resource: [deployment], timeout, task_id: String(by.id) }];
    },
  };
};
