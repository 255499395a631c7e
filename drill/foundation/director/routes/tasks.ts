import { json, Refused, type Route } from '../http.ts';
import { sliceFrom } from '../ranges.ts';
import type { DirectorState } from '../state.ts';
import type { Task, TaskType } from '../task.ts';

const shown = (task: Task) => ({
  id: task.id,
  state: task.state,
  description: task.description,
  timestamp: task.timestamp,
  started_at: task.startedAt,
  result: task.result,
  user: task.user,
  deployment: task.deployment,
  context_id: task.contextId,
});

/** Without verbose=2 a Director lists only these: delete_vm, cck and ssh tasks stay hidden. */
const listedTypes: readonly TaskType[] = ['update_deployment', 'update_instance'];

const list: Route['answer'] = ({ query }, { tasks }) => {
  const states = query.get('state')?.split(',');
  const types = query.get('verbose') === '2' ? null : listedTypes;
  const deployment = query.get('deployment');
  const contextId = query.get('context_id');
  const limit = Number(query.get('limit') ?? Number.POSITIVE_INFINITY);
  const found = tasks
    .all()
    .filter(
      task =>
        (!states || states.includes(task.state)) &&
        (!types || types.includes(task.type)) &&
        (deployment === null || task.deployment === deployment) &&
        (contextId === null || task.contextId === contextId),
    );
  return json(found.slice(0, limit).map(shown));
};

const oneTask = ({ tasks }: DirectorState, id = ''): Task => {
  const task = tasks.find(Number(id));
  if (!task) throw new Refused(404, 10_000, `Task ${id} not found`);
  return task;
};

const logOf = (task: Task, type: string | null): string => {
  if (type === 'event') return task.events;
  if (type === 'result') return task.output;
  return task.debug;
};

export const taskRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/tasks$/, answer: list },
  {
    method: 'GET',
    pattern: /^\/tasks\/(\d+)$/,
    answer: ({ captured }, state) => json(shown(oneTask(state, captured[0]))),
  },
  {
    method: 'GET',
    pattern: /^\/tasks\/(\d+)\/output$/,
    answer: ({ captured, query, headers }, state) =>
      sliceFrom(logOf(oneTask(state, captured[0]), query.get('type')), headers.range),
  },
  {
    method: 'DELETE',
    pattern: /^\/task\/(\d+)$/,
    answer: ({ captured }, state) => {
      const task = oneTask(state, captured[0]);
      const before = task.state;
      if (!state.tasks.cancel(task))
        return { status: 400, body: `Cannot cancel task ${task.id}: invalid state (${before})` };
      state.effects.record({ what: 'cancel-task', on: String(task.id), detail: task.description });
      return { status: 204 };
    },
  },
];
