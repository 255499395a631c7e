import { failingInTheWay } from '../cluster/ephemeral.ts';
import { names } from '../cluster/sentences.ts';
import { supportersOf } from '../cluster/victim.ts';
import { shortInstance } from '../model/instance.ts';
import { counted, text } from '../words.ts';
import type { PreGate } from './gate.ts';

export const threeMasters: PreGate = {
  name: 'one-of-three',
  title: text('3 masters, exactly 1 of them is the broken one', '마스터 3대 중 정확히 1대만 비정상'),
  why: (seen, context) => {
    const support = supportersOf(seen, context.target).length;
    const target = seen.masters.some(master => master.instance === context.target);
    if (seen.masters.length === 3 && support === 2 && target) return null;
    return text(
      `${seen.masters.length} masters, ${support} healthy beside ${shortInstance(context.target)}; this mends exactly one of 3 while 2 are healthy`,
      `마스터 ${seen.masters.length}대, ${shortInstance(context.target)} 외 정상 ${support}대입니다. 3대 중 정확히 1대, 나머지 2대가 정상일 때만 복구합니다`,
    );
  },
};

export const quietDeployment: PreGate = {
  name: 'deployment-free',
  title: text('no BOSH task and no lock on this deployment', '이 deployment에 BOSH task와 lock 없음'),
  why: (seen, { ownTasks = [] }) => {
    if (seen.tasks === null || seen.locks === null)
      return text(
        `the Director's ${seen.tasks === null ? 'tasks' : 'locks'} could not be read; look at \`bosh tasks\` and \`bosh locks\``,
        `Director의 ${seen.tasks === null ? 'task' : 'lock'} 목록을 읽지 못했습니다. \`bosh tasks\`, \`bosh locks\`를 확인하세요`,
      );
    const others = seen.tasks.filter(each => !ownTasks.includes(each.id));
    const [task] = others;
    const lock = seen.locks.find(each => !ownTasks.includes(each.taskId));
    if (task !== undefined)
      return text(
        `${counted(others.length, 'task is', 'tasks are')} at work, first ${task.id} (${task.description}, ${task.state}); wait for it or cancel it`,
        `task ${others.length}건이 진행 중입니다. 첫 번째: ${task.id}(${task.description}, ${task.state}). 끝나기를 기다리거나 취소하세요`,
      );
    if (lock === undefined) return null;
    return text(
      `the ${lock.type} lock is held by task ${lock.taskId || 'unknown'}; wait for it`,
      `${lock.type} lock 보유: task ${lock.taskId || '(알 수 없음)'}. 끝나기를 기다리세요`,
    );
  },
};

export const noIgnored: PreGate = {
  name: 'not-ignored',
  title: text('no master is ignored by BOSH', 'BOSH ignore 상태인 마스터 없음'),
  why: seen => {
    const ignored = seen.masters.filter(master => master.ignored).map(master => master.instance);
    if (ignored.length === 0) return null;
    return text(
      `${ignored.length} of ${seen.masters.length} masters are ignored (${names(ignored)}); \`bosh unignore\` them first`,
      `마스터 ${seen.masters.length}대 중 ${ignored.length}대가 ignore 상태입니다(${names(ignored)}). 먼저 \`bosh unignore\` 하세요`,
    );
  },
};

/** `bosh stop` is what an operator wants; the state was read as he left it, and nothing here starts that master behind his back. */
export const noneStopped: PreGate = {
  name: 'not-stopped',
  title: text('no master was stopped by `bosh stop`', '`bosh stop`으로 정지한 마스터 없음'),
  why: seen => {
    const stopped = seen.masters.filter(({ desired }) => desired === 'stopped' || desired === 'detached');
    const [first] = stopped;
    if (first === undefined) return null;
    const who = names(stopped.map(master => master.instance));
    const hard = first.desired === 'detached' ? ' --hard' : '';
    return text(
      `${stopped.length} of ${seen.masters.length} masters are stopped on purpose (${who}: desired state ${first.desired}, as \`bosh stop${hard}\` or a recreate that broke off leaves it); ask who stopped it, then \`bosh start ${first.instance} --no-converge\` first`,
      `마스터 ${seen.masters.length}대 중 ${stopped.length}대가 의도적으로 정지된 상태입니다(${who}: 목표 상태 ${first.desired}, \`bosh stop${hard}\` 또는 중간에 끊긴 recreate). 누가 정지했는지 확인한 뒤 먼저 \`bosh start ${first.instance} --no-converge\` 하세요`,
    );
  },
};

export const pairRuns: PreGate = {
  name: 'pair-processes',
  title: text(
    'every other process of the two healthy masters runs',
    '정상노드 두 대의 다른 프로세스 모두 정상',
  ),
  why: (seen, context) => {
    const stopsNothing = context.cure === 'move-leader';
    const failing = supportersOf(seen, context.target)
      .map(({ master }) => ({
        who: shortInstance(master.instance),
        processes: failingInTheWay(master, { stopsNothing }),
      }))
      .find(each => each.processes.length > 0);
    if (failing === undefined) return null;
    return text(
      `on ${failing.who} ${counted(failing.processes.length, 'process does', 'processes do')} not run (${failing.processes.join(', ')}); mend that first`,
      `${failing.who}에서 프로세스 ${failing.processes.length}개가 비정상입니다(${failing.processes.join(', ')}). 먼저 조치하세요`,
    );
  },
};
