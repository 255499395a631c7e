import type { TaskSeen } from '../cluster/seen.ts';
import { taskEnds } from '../readings/bosh-tasks.ts';
import type { StepRun } from '../runs/run.ts';

/** Acts that are a task of the Director's. `bosh ssh` and switches are none. */
export const actsByTask = (argv: readonly string[]): boolean =>
  argv[0] === 'bosh' && argv.includes('--tty') && !argv.includes('update-resurrection');

/** What the Director calls the tasks of one act, each made once (facts/bosh.md section 5): cck scans first, then applies. */
const tasksOfAct = (argv: readonly string[]): readonly string[] => {
  if (argv.includes('delete-vm')) return [`delete vm ${argv[argv.indexOf('delete-vm') + 1]}`];
  if (argv.includes('cck')) return ['scan cloud', 'apply resolutions'];
  if (argv.includes('recreate'))
    return [argv.includes('--no-converge') ? 'recreate instance' : 'create deployment'];
  return [];
};

export const isOver = (task: TaskSeen): boolean => taskEnds.some(end => end === task.state);

export type Sorted = {
  /** Of the act: its own request's, and those of the same request sent again. */
  readonly ours: readonly TaskSeen[];
  /** Of ours, those that nobody meant. */
  readonly extra: readonly TaskSeen[];
  /** Anybody else's of this time. They are never touched. */
  readonly others: readonly TaskSeen[];
};

const newest = (tasks: readonly TaskSeen[]): TaskSeen | undefined =>
  tasks.toSorted((a, b) => Number(a.id) - Number(b.id)).at(-1);

/**
 * Whose the tasks since the act's intent are. The act's are the one that was followed and those of the same words by the
 * same user; of somebody who cannot be told from others (`user` null) only the followed one is.
 */
export const sortTasks = (at: StepRun, tasks: readonly TaskSeen[], user: string | null): Sorted => {
  const before = at.began?.newestTask;
  // Where nobody knows what was there before, only what still runs can be of now.
  const isSince = (task: TaskSeen) =>
    before === undefined ? !isOver(task) : Number(task.id) > Number(before);
  const own = tasks.find(task => task.id === at.task);
  const called = [...tasksOfAct(at.began?.argv ?? []), ...(own ? [own.description] : [])];
  const isOurs = (task: TaskSeen) =>
    task === own ||
    (isSince(task) && user !== null && task.user === user && called.includes(task.description));
  const ours = tasks.filter(isOurs);
  const meant = [...new Set(called)].map(words => {
    const alike = ours.filter(task => task.description === words);
    return alike.find(task => task === own) ?? newest(alike);
  });
  return {
    ours,
    extra: ours.filter(task => !meant.includes(task)),
    others: tasks.filter(task => isSince(task) && !isOurs(task)),
  };
};
