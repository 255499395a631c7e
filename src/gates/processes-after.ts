import { failingInTheWay } from '../cluster/ephemeral.ts';
import type { MasterObservation } from '../cluster/observation.ts';
import { shortInstance } from '../model/instance.ts';
import { counted, text } from '../words.ts';
import type { PostGate } from './gate.ts';

export const processesRun: PostGate = {
  name: 'processes',
  title: text('every process of every master runs', '모든 마스터의 프로세스 정상'),
  why: (seen, { cure, target }) => {
    const failing = seen.masters
      .map(master => {
        // What was a warning before a leader move is one after it.
        const stopsNothing = cure === 'move-leader' && master.instance !== target;
        return {
          who: shortInstance(master.instance),
          processes: [...failingInTheWay(master, { stopsNothing }), ...etcdFailing(master)],
        };
      })
      .filter(each => each.processes.length > 0);
    if (failing.length === 0) return null;
    const list = failing.map(each => `${each.who}: ${each.processes.join(', ')}`).join('; ');
    return text(
      `not running on ${counted(failing.length, 'master')} (${list})`,
      `마스터 ${failing.length}대에서 비정상(${list})`,
    );
  },
};
const etcdFailing = (master: MasterObservation): readonly string[] =>
  (master.monit ?? []).some(process => process.name === 'etcd' && process.state !== 'running')
    ? ['etcd']
    : [];
