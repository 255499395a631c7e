import type { TaskSeen } from '../cluster/seen.ts';
import * as bosh from '../commands/bosh.ts';
import { readTasks, taskEnds, tasksOf } from '../readings/bosh-tasks.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import type { Words } from '../words.ts';
import type { Turn } from './engine.ts';
import { isLooking } from './glance.ts';
import { isNoted, note } from './notes.ts';
import { fold, type StepRun } from './run.ts';
import { LostTheRun } from './write.ts';

/** No act's task takes longer; a worker that died leaves its task behind until the Director calls it timed out. */
const longestMs = 3600_000;

/** Acts that are a task of the Director's. `bosh ssh` and switches are none. */
export const actsByTask = (argv: readonly string[]): boolean =>
  argv[0] === 'bosh' && argv.includes('--tty') && !argv.includes('update-resurrection');

const recent = async ({ engine, run }: Turn): Promise<Reading<readonly TaskSeen[]>> => {
  const tasks = readTasks(await engine.jumpHost.run(bosh.tasksRecent(30)));
  return isMissed(tasks) ? tasks : tasksOf(run.started.deployment, tasks).filter(task => !isLooking(task));
};

/** null when it can't be read; then only tasks that still run count as the act's. */
export const newestTask = async (turn: Turn): Promise<string | null> => {
  const tasks = await recent(turn);
  return isMissed(tasks) ? null : String(Math.max(0, ...tasks.map(task => Number(task.id))));
};

const isOver = (task: TaskSeen): boolean => taskEnds.some(end => end === task.state);

/** The act's own task, and whatever came after the intent was written. */
const tasksSince = (at: StepRun, tasks: readonly TaskSeen[]): readonly TaskSeen[] => {
  const newest = at.began?.newestTask;
  return tasks.filter(task =>
    task.id === at.task ? true : newest === undefined ? !isOver(task) : Number(task.id) > Number(newest),
  );
};

const moreThanAsked = (own: string | null, others: readonly TaskSeen[]): Words => {
  const list = others
    .toSorted((a, b) => Number(a.id) - Number(b.id))
    .map(task => `${task.id} (${task.description})`)
    .join(', ');
  return {
    en: `The Director has ${others.length} more ${others.length === 1 ? 'task' : 'tasks'} than the one that was followed (${own ?? 'none'}): ${list}. When an answer is lost, the CLI sends its request again, up to five times. All of them are waited for before anything is concluded.`,
    ko: `Director에 지켜본 task(${own ?? '없음'}) 외에 ${others.length}건이 더 있습니다: ${list}. 응답이 유실되면 CLI가 요청을 최대 5번까지 다시 보냅니다. 모두 끝난 뒤에 판단합니다.`,
  };
};

/** Passes an abort on to tasks that nobody follows. Answers those that were asked to stop so far. */
const cancelRest = async (turn: Turn, rest: readonly TaskSeen[], asked: Set<string>): Promise<void> => {
  const aborted = fold(await turn.engine.journal.read(turn.run.id)).abort !== null;
  if (!aborted) return;
  for (const { id } of rest.filter(task => task.state !== 'cancelling' && !asked.has(task.id))) {
    asked.add(id);
    await turn.engine.jumpHost.run(bosh.taskCancel(id));
  }
};

/**
 * Waits until every task that the act made is over, also those that nobody meant: what the world shows before that is
 * not the act's result. Answers them as the Director last told; Missed when it never did.
 */
export const tasksOver = async (turn: Turn, at: StepRun): Promise<Reading<readonly TaskSeen[]>> => {
  const { engine } = turn;
  const deadline = engine.clock.elapsed() + longestMs;
  const unreadableUntil = engine.clock.elapsed() + engine.settings.settleSeconds * 1000;
  const cancelled = new Set<string>();
  let said = isNoted(at, 'more-tasks');
  for (;;) {
    const tasks = await recent(turn);
    const now = engine.clock.elapsed();
    if (isMissed(tasks) && now > unreadableUntil) return tasks;
    const since = isMissed(tasks) ? [] : tasksSince(at, tasks);
    const others = since.filter(task => task.id !== at.task);
    if (others.length > 0 && !said) await note(turn, at, 'more-tasks', moreThanAsked(at.task, others));
    said ||= others.length > 0;
    const rest = since.filter(task => !isOver(task));
    if (!isMissed(tasks) && (rest.length === 0 || now > deadline)) return since;
    await cancelRest(turn, rest, cancelled);
    await engine.clock.sleep(engine.lookEveryMs);
    if (turn.lost.aborted) throw new LostTheRun(`run ${turn.run.id}: another process drives it`);
  }
};

/** What the Director says of the act's own task; null where it has none or nothing was read. */
export const ownTask = (at: StepRun, tasks: Reading<readonly TaskSeen[]>): TaskSeen | null =>
  isMissed(tasks) ? null : (tasks.find(task => task.id === at.task) ?? null);
