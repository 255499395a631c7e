import { z } from 'zod';
import type { TaskObservation } from '../cluster/observation.ts';
import type { Ran } from '../model/command.ts';
import { tableOf } from './bosh-table.ts';
import { findJson } from './json.ts';
import type { Reading } from './reading.ts';
import { notUnderstood } from './trouble.ts';

/** `bosh tasks --all --json` of every deployment. */
export const readTasks = (ran: Ran): Reading<readonly TaskObservation[]> =>
  tableOf(ran, ['id', 'state', 'description', 'deployment'], row => ({
    id: row.id ?? '',
    state: row.state ?? '',
    description: row.description ?? '',
    deployment: row.deployment ?? '',
    user: row.user ?? '',
    ...(row.result ? { result: row.result } : {}),
  }));

/** Tasks that concern one deployment: its own, and delete_vm tasks, whose deployment is empty. */
export const tasksOf = (deployment: string, tasks: readonly TaskObservation[]): readonly TaskObservation[] =>
  tasks.filter(
    task =>
      task.deployment === deployment || (task.deployment === '' && task.description.startsWith('delete vm')),
  );

/**
 * The Director's tasks that a mutation printed so far, in order: cck scans, then applies. `--tty` writes `Task N` without a
 * newline within 60 ms, so this is asked of raw text and never of lines. The last number may be half of one: a half is never
 * newer than `before`, the newest task of before the act; where that is not known (null) a number counts once something follows.
 */
export const taskIdsIn = (text: string, before: string | null): readonly string[] =>
  [...text.matchAll(/(?<=^|\n)Task (\d+)(?=(\D?))/g)].flatMap(([, id = '', next]) =>
    (before === null ? next !== '' : Number(id) > Number(before)) ? [id] : [],
  );

export const taskEnds = ['done', 'error', 'cancelled', 'timeout'] as const;
type DirectorTask = {
  readonly id: string;
  readonly state: 'queued' | 'processing' | 'cancelling' | (typeof taskEnds)[number];
  readonly description: string;
  /** null for delete_vm and for tasks of no deployment. */
  readonly deployment: string | null;
  readonly user: string;
  readonly result: string | null;
};
const taskDocument = z.object({
  id: z.union([z.number(), z.string()]),
  state: z.enum(['queued', 'processing', 'cancelling', ...taskEnds]),
  description: z.string(),
  deployment: z.string().nullish(),
  user: z.string().nullish(),
  result: z.string().nullish(),
});

const factOf = (task: z.infer<typeof taskDocument>): DirectorTask => ({
  id: String(task.id),
  state: task.state,
  description: task.description,
  deployment: task.deployment ?? null,
  user: task.user ?? '',
  result: task.result ?? null,
});

/** `bosh curl /tasks/ID`. */
export const readTask = (ran: Ran): Reading<DirectorTask> => {
  const parsed = taskDocument.safeParse(findJson(ran.stdout));
  return ran.end === 'exited' && parsed.success
    ? factOf(parsed.data)
    : notUnderstood(ran, { en: "the task's JSON", ko: 'task JSON' });
};

/** null while it runs. */
export const taskEnd = (task: DirectorTask): (typeof taskEnds)[number] | null =>
  taskEnds.find(end => end === task.state) ?? null;
