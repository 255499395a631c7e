import * as bosh from '../commands/bosh.ts';
import type { Command } from '../commands/command.ts';
import type { Words } from '../words.ts';
import { actsByTask } from './director-tasks.ts';
import type { Turn } from './engine.ts';
import { isNoted, note } from './notes.ts';
import { fold, type StepRun, stepOf } from './run.ts';

const everyMs = 1000;

const cancelAsked = (task: string): Words => ({
  en: `Cancel requested: the Director was asked to cancel task ${task}. It is followed to its end; what became of it is read from the Director.`,
  ko: `취소 요청함: Director에 task ${task} 취소를 요청했습니다. 끝까지 지켜보고 결과를 Director에서 읽습니다.`,
});
const stopped: Words = {
  en: 'Cancel requested: the command is stopped on the jump host.',
  ko: '취소 요청함: 점프 호스트에서 명령을 중단합니다.',
};
const mustEnd: Words = {
  en: 'Abort noted. This command cannot be stopped half-way; it is short, runs to its end, and nothing follows it.',
  ko: '중단을 기록했습니다. 이 명령은 도중에 멈출 수 없어 끝까지 실행되며, 이후 단계는 시작되지 않습니다.',
};

/**
 * While a command runs: passes an abort on, once. A Director's task is cancelled through the Director; a command without
 * a task that only reads or copies is stopped; one that may have changed something runs to its end.
 */
export const abortWatch = (turn: Turn, at: StepRun, command: Command, task: () => string | null) => {
  const { engine, run } = turn;
  const [kill, over] = [new AbortController(), new AbortController()];
  let passedOn = false;
  const passOn = async (now: StepRun) => {
    const id = task();
    if (!id && actsByTask(command.argv)) return; // it will print its task in a moment
    if (id) await engine.jumpHost.run(bosh.taskCancel(id));
    const stops = !id && (command.tool === 'bbr' || command.effect === 'reads');
    passedOn = true;
    await note(turn, now, 'cancel', id ? cancelAsked(id) : stops ? stopped : mustEnd);
    if (stops) kill.abort();
  };
  const look = async () => {
    const now = fold(await engine.journal.read(run.id));
    const step = stepOf(now, at.planned.id);
    if (!now.abort || !step) return;
    passedOn ||= isNoted(step, 'cancel');
    if (!passedOn) await passOn(step);
  };
  const loop = async () => {
    while (!over.signal.aborted && !turn.lost.aborted && !passedOn) {
      await engine.clock.sleep(everyMs, over.signal);
      if (!over.signal.aborted)
        await look().catch(error => engine.log(`run ${run.id}: looking for an abort: ${String(error)}`));
    }
  };
  void loop();
  return { signal: kill.signal, stop: () => over.abort() };
};
