import * as bosh from '../commands/bosh.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import { readTask, taskEnd } from '../readings/bosh-tasks.ts';
import { isMissed, lastLine } from '../readings/reading.ts';
import { troubleOf } from '../readings/trouble.ts';
import { same, type Words } from '../words.ts';

type Cancelled =
  | { readonly is: 'accepted'; readonly words: Words }
  /** It was over before the request came. */
  | { readonly is: 'too-late'; readonly words: Words }
  /** The Director, or the way to it, says no: it may be asked again. */
  | { readonly is: 'refused'; readonly words: Words };

const accepted = (id: string): Words => ({
  en: `Cancel requested: the Director was asked to cancel task ${id}. It is followed to its end; what became of it is read from the Director.`,
  ko: `취소 요청함: Director에 task ${id} 취소를 요청했습니다. 끝까지 지켜보고 결과를 Director에서 읽습니다.`,
});
const tooLate = (id: string, state: string): Words => ({
  en: `Task ${id} was not cancelled: it had ended as ${state} before the Director was asked.`,
  ko: `task ${id} 취소 안 됨: 요청하기 전에 이미 끝났습니다(${state}).`,
});
const refused = (id: string, why: Words): Words => ({
  en: `The cancellation of task ${id} was not taken: ${why.en} It is asked again for as long as the task runs.`,
  ko: `task ${id} 취소 요청이 받아들여지지 않았습니다: ${why.ko} task가 실행되는 동안 다시 요청합니다.`,
});

/** Asks the Director to cancel a task. Where the answer is no, or is lost, the task itself tells what was made of it. */
export const cancelTask = async (jumpHost: JumpHost, id: string): Promise<Cancelled> => {
  const ran = await jumpHost.run(bosh.taskCancel(id));
  if (ran.end === 'exited' && ran.exitCode === 0) return { is: 'accepted', words: accepted(id) };
  const task = readTask(await jumpHost.run(bosh.taskShow(id)));
  if (!isMissed(task)) {
    if (task.state === 'cancelling' || task.state === 'cancelled')
      return { is: 'accepted', words: accepted(id) };
    if (taskEnd(task)) return { is: 'too-late', words: tooLate(id, task.state) };
  }
  const said = lastLine(ran.stderr.replace(/\n?Exit code \d+\s*$/, '')) || lastLine(ran.stdout);
  const why = troubleOf(ran)?.words ?? same(`${said || `exit ${ran.exitCode ?? '-'}`}.`);
  return { is: 'refused', words: refused(id, why) };
};
