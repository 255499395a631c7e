import type { TaskObservation } from '../cluster/observation.ts';
import { taskEnds } from '../readings/bosh-tasks.ts';
import type { StepRun } from '../runs/run.ts';

export const isOver = (task: TaskObservation): boolean => taskEnds.some(end => end === task.state);

export type Sorted = {
  /** Of the act: those whose numbers its CLI printed. */
  readonly ours: readonly TaskObservation[];
  /** What else appeared meanwhile. Nobody can tell whose it is: a client is shared, and a CLI whose answer was lost asks again
   *  and prints only the last (docs/evidence.md#whose-task-it-is). Waited for, never touched. */
  readonly others: readonly TaskObservation[];
};

export const sortTasks = (at: StepRun, tasks: readonly TaskObservation[]): Sorted => {
  const before = at.began?.newestTask;
  // Where nobody knows what was there before, only what still runs can be of now.
  const isSince = (task: TaskObservation) =>
    before === undefined ? !isOver(task) : Number(task.id) > Number(before);
  const isOurs = (task: TaskObservation) => at.tasks.includes(task.id);
  return { ours: tasks.filter(isOurs), others: tasks.filter(task => isSince(task) && !isOurs(task)) };
};
