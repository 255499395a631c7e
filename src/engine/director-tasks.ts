import type { TaskObservation } from '../cluster/observation.ts';
import * as bosh from '../commands/bosh.ts';
import { isLooking } from '../observe/queries.ts';
import { readTask, readTasks, tasksOf } from '../readings/bosh-tasks.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import type { StepRun } from '../runs/run.ts';
import type { Words } from '../words.ts';
import { isOver, type Sorted, sortTasks } from './act-tasks.ts';
import { cancelTask } from './cancel-task.ts';
import type { Turn } from './engine.ts';
import { isNoted, note } from './notes.ts';
import { isAborted } from './read-again.ts';
import { stillOurs } from './write.ts';

/** No act's task takes longer; a worker that died leaves its task behind until the Director calls it timed out. */
const longestMs = 3600_000;

/** The Director's newest task of all; null when it can't be read: then only tasks that still run count as the act's. */
export const newestTask = async ({ engine }: Turn): Promise<string | null> => {
  const tasks = readTasks(await engine.jumpHost.run(bosh.tasksRecent(30)));
  return isMissed(tasks) ? null : String(Math.max(0, ...tasks.map(task => Number(task.id))));
};

/** One task by its number, which no list has any more: each look of the bot leaves a dozen newer ones behind. */
const one = async ({ engine, run }: Turn, id: string): Promise<Reading<TaskObservation>> => {
  const task = readTask(await engine.jumpHost.run(bosh.taskShow(id)));
  if (isMissed(task)) return task;
  const { result, ...rest } = task;
  return { ...rest, deployment: task.deployment ?? run.started.deployment, ...(result ? { result } : {}) };
};

/** Everything seen since the act began, as it stands now: what runs, what ended of late, and what had not ended at the last
 *  look. `known` remembers it from look to look. */
const look = async (
  turn: Turn,
  at: StepRun,
  known: Map<string, TaskObservation>,
): Promise<Reading<readonly TaskObservation[]>> => {
  const { engine, run } = turn;
  // What ended in between is in the second list, so it is read second.
  const running = readTasks(await engine.jumpHost.run(bosh.tasksRunning()));
  if (isMissed(running)) return running;
  const recent = readTasks(await engine.jumpHost.run(bosh.tasksRecent(30)));
  if (isMissed(recent)) return recent;
  const listed = tasksOf(run.started.deployment, [...running, ...recent]).filter(task => !isLooking(task));
  const open = [...known.values()].filter(task => !isOver(task)).map(task => task.id);
  const own = at.tasks.filter(id => !known.has(id));
  for (const task of listed) known.set(task.id, task);
  for (const id of new Set([...open, ...own])) {
    if (listed.some(task => task.id === id)) continue;
    const task = await one(turn, id);
    if (isMissed(task)) return task;
    known.set(id, task);
  }
  return [...known.values()];
};

const alsoAtWork = (others: readonly TaskObservation[]): Words => {
  const list = (one: (task: TaskObservation) => string) =>
    others
      .toSorted((a, b) => Number(a.id) - Number(b.id))
      .map(one)
      .join(', ');
  const [is, it] = others.length === 1 ? ['is', 'it is'] : ['are', 'they are'];
  return {
    en: `${list(task => `task ${task.id} (${task.description}) by ${task.user || '?'}`)} ${is} also at work; whose ${it} can’t be told. Waited for and never cancelled from here; abort to go on without waiting.`,
    ko: `${list(task => `task ${task.id}(${task.description}, 사용자 ${task.user || '?'})`)}도 실행 중이며 누구의 작업인지 알 수 없습니다. 끝날 때까지 기다리고 여기서 취소하지 않습니다. 기다리지 않으려면 중단하세요.`,
  };
};

/** What has been said and asked during one wait. */
type Told = {
  readonly cancelled: Set<string>;
  readonly others: Set<string>;
  refused: boolean;
};

const tell = async (turn: Turn, at: StepRun, { others }: Sorted, told: Told): Promise<void> => {
  const news = others.filter(task => !isOver(task) && !told.others.has(task.id));
  if (news.length === 0) return;
  for (const { id } of news) told.others.add(id);
  await note(turn, at, 'other-tasks', alsoAtWork(news));
};

/** Passes an abort on to the act's own tasks that no command follows any more; asks again where it was refused. */
const cancelRest = async (
  turn: Turn,
  at: StepRun,
  rest: readonly TaskObservation[],
  told: Told,
): Promise<void> => {
  for (const { id } of rest.filter(task => task.state !== 'cancelling' && !told.cancelled.has(task.id))) {
    const answer = await cancelTask(turn.engine.jumpHost, id);
    if (answer.is !== 'refused') told.cancelled.add(id);
    if (answer.is === 'accepted') await note(turn, at, 'cancel', answer.words);
    else if (!told.refused) await note(turn, at, 'not-cancelled', answer.words);
    told.refused ||= answer.is !== 'accepted';
  }
};

/** What one look at the tasks leads to: true once nothing has to be waited for any more. */
const afterLook = async (turn: Turn, at: StepRun, sorted: Sorted, told: Told): Promise<boolean> => {
  await tell(turn, at, sorted, told);
  const rest = sorted.ours.filter(task => !isOver(task));
  const aborted = await isAborted(turn);
  const waitsForOthers = !aborted && sorted.others.some(task => !isOver(task));
  if (rest.length === 0 && !waitsForOthers) return true;
  if (aborted) await cancelRest(turn, at, rest, told);
  return false;
};

/**
 * Waits until the act's own tasks are over, and whatever else is at work on the deployment: what the world shows before that
 * is not the act's result. After an abort only the act's own are waited for. Answers both as the Director last told; Missed
 * when it never did.
 */
export const tasksOver = async (turn: Turn, at: StepRun): Promise<Reading<Sorted>> => {
  const { engine } = turn;
  const known = new Map<string, TaskObservation>();
  const told: Told = {
    cancelled: new Set(),
    others: new Set(),
    refused: isNoted(at, 'not-cancelled'),
  };
  const deadline = engine.clock.elapsed() + longestMs;
  let readAt = engine.clock.elapsed();
  for (;;) {
    const tasks = await look(turn, at, known);
    const now = engine.clock.elapsed();
    if (!isMissed(tasks)) {
      readAt = now;
      const sorted = sortTasks(at, tasks);
      if ((await afterLook(turn, at, sorted, told)) || now > deadline) return sorted;
    } else if (now - readAt > engine.settings.settleSeconds * 1000) return tasks;
    await engine.clock.sleep(engine.lookEveryMs);
    stillOurs(turn);
  }
};

/** What the Director says of the task that the act ended with; null where none was printed. */
export const ownTask = (at: StepRun, { ours }: Sorted): TaskObservation | null =>
  ours.find(task => task.id === at.task) ?? null;

/** How the Director ended it, and of a failed one why. */
export const endOfTask = ({ id, state, result }: TaskObservation): Words => {
  const why = state === 'error' && result ? ` (${result})` : '';
  return {
    en: `The Director ended task ${id} as ${state}${why}.`,
    ko: `Director의 task ${id}: ${state}${why}.`,
  };
};
