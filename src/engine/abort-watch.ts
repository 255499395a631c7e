import type { Command } from '../model/command.ts';
import { windingDown } from '../runs/next.ts';
import { fold, type StepRun, stepOf } from '../runs/run.ts';
import type { Words } from '../words.ts';
import { cancelTask } from './cancel-task.ts';
import type { Turn } from './engine.ts';
import { isNoted, note } from './notes.ts';

const everyMs = 1000;

const stopped: Words = {
  en: 'Cancel requested: the command is stopped on the jump host.',
  ko: '취소 요청함: 점프 호스트에서 명령을 중단합니다.',
};
const mustEnd: Words = {
  en: 'Abort noted. This command cannot be stopped half-way; it is short, runs to its end, and nothing follows it.',
  ko: '중단을 기록했습니다. 이 명령은 도중에 멈출 수 없어 끝까지 실행되며, 이후 단계는 시작되지 않습니다.',
};

/** Of which task a cancellation was accepted, or came too late. */
type Asked = Set<string>;

/** Once for each task of the act that the Director took; why not, once, and then again at the next look. */
const cancelOnce = async (turn: Turn, at: StepRun, id: string, asked: Asked): Promise<void> => {
  if (asked.has(id)) return;
  const answer = await cancelTask(turn.engine.jumpHost, id);
  if (answer.is !== 'refused') asked.add(id);
  if (answer.is === 'accepted') await note(turn, at, 'cancel', answer.words);
  else if (!isNoted(at, 'not-cancelled')) await note(turn, at, 'not-cancelled', answer.words);
};

/**
 * While a command runs: passes an abort on. A Director's task is cancelled through the Director, as often as it takes; a
 * command without a task that only reads or copies is stopped; one that may have changed something runs to its end.
 */
export const abortWatch = (turn: Turn, at: StepRun, command: Command, task: () => string | null) => {
  const { engine, run } = turn;
  const [kill, over] = [new AbortController(), new AbortController()];
  const asked: Asked = new Set();
  let first = true;
  /** True: nothing is left to be passed on. */
  const stopOrLetEnd = async (now: StepRun): Promise<boolean> => {
    const stops = ['bbr', 'sh'].includes(command.tool) || command.effect === 'reads';
    if (!isNoted(now, stops ? 'cancel' : 'not-cancelled'))
      await note(turn, now, stops ? 'cancel' : 'not-cancelled', stops ? stopped : mustEnd);
    if (stops) kill.abort();
    return true;
  };
  const look = async (): Promise<boolean> => {
    const now = fold(await engine.journal.read(run.id));
    const step = stepOf(now, at.planned.id);
    // What puts things back after an abort is not what was to be stopped.
    if (!now.abort || windingDown(now) || !step) return false;
    const id = task();
    if (!command.byTask) return stopOrLetEnd(step);
    if (!id) return false; // it will print its task in a moment
    // Another process asked already, before this one took the run over.
    if (first && isNoted(step, 'cancel')) asked.add(id);
    first = false;
    await cancelOnce(turn, step, id, asked);
    return false; // an act may have a second task
  };
  const loop = async () => {
    let done = false;
    while (!over.signal.aborted && !turn.lost.aborted && !done) {
      await engine.clock.sleep(everyMs, over.signal);
      if (!over.signal.aborted)
        done = await look().catch(error => {
          engine.log(`run ${run.id}: looking for an abort: ${String(error)}`);
          return false;
        });
    }
  };
  void loop();
  return { signal: kill.signal, stop: () => over.abort() };
};
