import type { TaskSeen } from '../cluster/seen.ts';
import * as bosh from '../commands/bosh.ts';
import { isLooking } from '../observe/glance.ts';
import { readEnvironment } from '../readings/bosh-environment.ts';
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
const one = async ({ engine, run }: Turn, id: string): Promise<Reading<TaskSeen>> => {
  const task = readTask(await engine.jumpHost.run(bosh.taskShow(id)));
  return isMissed(task) ? task : { ...task, deployment: task.deployment ?? run.started.deployment };
};

/** Everything seen since the act began, as it stands now: what runs, what ended of late, and what had not ended at the last
 *  look. `known` remembers it from look to look. */
const look = async (
  turn: Turn,
  at: StepRun,
  known: Map<string, TaskSeen>,
): Promise<Reading<readonly TaskSeen[]>> => {
  const { engine, run } = turn;
  // What ended in between is in the second list, so it is read second.
  const running = readTasks(await engine.jumpHost.run(bosh.tasksRunning()));
  if (isMissed(running)) return running;
  const recent = readTasks(await engine.jumpHost.run(bosh.tasksRecent(30)));
  if (isMissed(recent)) return recent;
  const listed = tasksOf(run.started.deployment, [...running, ...recent]).filter(task => !isLooking(task));
  const open = [...known.values()].filter(task => !isOver(task)).map(task => task.id);
  const own = at.task !== null && known.get(at.task) === undefined ? [at.task] : [];
  for (const task of listed) known.set(task.id, task);
  for (const id of new Set([...open, ...own])) {
    if (listed.some(task => task.id === id)) continue;
    const task = await one(turn, id);
    if (isMissed(task)) return task;
    known.set(id, task);
  }
  return [...known.values()];
};

/** Whom the Director takes the bot for: as its own task says, else as the Director answers. */
const userOf = async ({ engine }: Turn, own: TaskSeen | null): Promise<string | null> => {
  if (own) return own.user || null;
  const director = readEnvironment(await engine.jumpHost.run(bosh.environment()));
  return isMissed(director) ? null : director.user || null;
};

const inOrder = (tasks: readonly TaskSeen[]): readonly TaskSeen[] =>
  tasks.toSorted((a, b) => Number(a.id) - Number(b.id));

const moreThanAsked = (own: string | null, extra: readonly TaskSeen[]): Words => {
  const list = inOrder(extra)
    .map(task => `${task.id} (${task.description})`)
    .join(', ');
  return {
    en: `The Director has ${extra.length} more ${extra.length === 1 ? 'task' : 'tasks'} than the one that was followed (${own ?? 'none'}): ${list}. When an answer is lost, the CLI sends its request again, up to five times. All of them are waited for before anything is concluded.`,
    ko: `Director에 지켜본 task(${own ?? '없음'}) 외에 ${extra.length}건이 더 있습니다: ${list}. 응답이 유실되면 CLI가 요청을 최대 5번까지 다시 보냅니다. 모두 끝난 뒤에 판단합니다.`,
  };
};

const somebodyElses = (others: readonly TaskSeen[]): Words => {
  const list = (by: (user: string) => string) =>
    inOrder(others)
      .map(task => `task ${task.id} (${task.description}, ${by(task.user || '?')})`)
      .join(', ');
  return {
    en: `Meanwhile the Director works on something that is not of this step: ${list(user => `by ${user}`)}. It is waited for and never cancelled from here; abort to go on without waiting.`,
    ko: `Director가 이 단계와 무관한 작업을 하고 있습니다: ${list(user => `사용자 ${user}`)}. 끝날 때까지 기다리며 여기서 취소하지 않습니다. 기다리지 않으려면 중단하세요.`,
  };
};

/** What has been said and asked during one wait. */
type Told = {
  readonly cancelled: Set<string>;
  readonly others: Set<string>;
  extra: boolean;
  refused: boolean;
};

const tell = async (turn: Turn, at: StepRun, { extra, others }: Sorted, told: Told): Promise<void> => {
  if (extra.length > 0 && !told.extra) {
    told.extra = true;
    await note(turn, at, 'more-tasks', moreThanAsked(at.task, extra));
  }
  const news = others.filter(task => !isOver(task) && !told.others.has(task.id));
  if (news.length === 0) return;
  for (const { id } of news) told.others.add(id);
  await note(turn, at, 'other-tasks', somebodyElses(news));
};

/** Passes an abort on to tasks of the act that no command follows any more; asks again where it was refused. */
const cancelRest = async (turn: Turn, at: StepRun, rest: readonly TaskSeen[], told: Told): Promise<void> => {
  for (const { id } of rest.filter(task => task.state !== 'cancelling' && !told.cancelled.has(task.id))) {
    const answer = await cancelTask(turn.engine.jumpHost, id);
    if (answer.is !== 'refused') told.cancelled.add(id);
    if (answer.is === 'accepted') await note(turn, at, 'cancel', answer.words);
    else if (!told.refused) await note(turn, at, 'not-cancelled', answer.words);
    told.refused ||= answer.is !== 'accepted';
  }
};

/** What one look at the tasks leads to: the act's own, once nothing has to be waited for any more. */
const afterLook = async (
  turn: Turn,
  at: StepRun,
  sorted: Sorted,
  told: Told,
): Promise<readonly TaskSeen[] | null> => {
  await tell(turn, at, sorted, told);
  const rest = sorted.ours.filter(task => !isOver(task));
  const aborted = await isAborted(turn);
  const waitsForOthers = !aborted && sorted.others.some(task => !isOver(task));
  if (rest.length === 0 && !waitsForOthers) return sorted.ours;
  if (aborted) await cancelRest(turn, at, rest, told);
  return null;
};

/**
 * Waits until every task that the act made is over, also those that nobody meant, and whatever else is at work on the
 * deployment: what the world shows before that is not the act's result. After an abort only the act's own are waited for.
 * Answers these as the Director last told; Missed when it never did.
 */
export const tasksOver = async (turn: Turn, at: StepRun): Promise<Reading<readonly TaskSeen[]>> => {
  const { engine } = turn;
  const known = new Map<string, TaskSeen>();
  const told: Told = {
    cancelled: new Set(),
    others: new Set(),
    extra: isNoted(at, 'more-tasks'),
    refused: isNoted(at, 'not-cancelled'),
  };
  const deadline = engine.clock.elapsed() + longestMs;
  let readAt = engine.clock.elapsed();
  let user: string | null = null;
  for (;;) {
    const tasks = await look(turn, at, known);
    const now = engine.clock.elapsed();
    if (!isMissed(tasks)) {
      readAt = now;
      user ??= await userOf(turn, ownTask(at, tasks));
      const sorted = sortTasks(at, tasks, user);
      const over = await afterLook(turn, at, sorted, told);
      if (over || now > deadline) return over ?? sorted.ours;
    } else if (now - readAt > engine.settings.settleSeconds * 1000) return tasks;
    await engine.clock.sleep(engine.lookEveryMs);
    stillOurs(turn);
  }
};

/** What the Director says of the act's own task; null where it has none or nothing was read. */
export const ownTask = (at: StepRun, tasks: Reading<readonly TaskSeen[]>): TaskSeen | null =>
  isMissed(tasks) ? null : (tasks.find(task => task.id === at.task) ?? null);
