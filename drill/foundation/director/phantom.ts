import { deploymentName } from '../machine.ts';
import type { DirectorState } from './state.ts';
import type { Task } from './task.ts';

/** A deploy that somebody else runs: it holds the lock until released, or until it is cancelled. Answers once it holds it. */
export const holdLock = async (
  state: DirectorState,
  description = 'create deployment',
): Promise<{ readonly task: Readonly<Task>; release(): void }> => {
  let released = false;
  let held = () => {};
  let failed = (_: unknown) => {};
  const holding = new Promise<void>((resolve, reject) => {
    held = resolve;
    failed = reject;
  });
  const ask = {
    type: 'update_deployment',
    description,
    user: 'pivotal-container-service',
    deployment: deploymentName,
  } as const;
  const task = state.tasks.start(ask, async job => {
    const work = async () => {
      held();
      while (!released) {
        job.checkpoint();
        await job.wait(0.02);
      }
      return `/deployments/${deploymentName}`;
    };
    return state.lock.hold(job, 0, work).catch((failure: unknown) => {
      failed(failure);
      throw failure;
    });
  });
  await holding;
  return {
    task,
    release: () => {
      released = true;
    },
  };
};
