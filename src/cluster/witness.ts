import type { Words } from '../words.ts';
import { answering, quorumOf, standingOf } from './quorum.ts';
import { type ClusterSeen, type Instance, type MasterSeen, shortInstance } from './seen.ts';

/** Facts by name, for people to read: equal to the Witness of src/runs/events.ts. */
export type Witness = Readonly<Record<string, string>>;

/** A victim's etcd comes and goes with every restart of monit, so of it only what is lasting counts. */
const etcdWord = (master: MasterSeen): string => (answering(master) === null ? 'not healthy' : 'healthy');

const vmWord = (master: MasterSeen): string => {
  if (master.cid === null) return 'no VM';
  return master.processState === 'unresponsive agent' ? 'unresponsive agent' : 'agent answers';
};

const masterFacts = (master: MasterSeen, isTarget: boolean): Witness => {
  const who = shortInstance(master.instance);
  return {
    [`${who} VM`]: master.cid ?? 'none',
    [`${who} agent`]: vmWord(master),
    [`${who} etcd`]: etcdWord(master),
    [`${who} ignored`]: String(master.ignored),
    ...(isTarget && master.files !== null
      ? { [`${who} member/`]: master.files.memberDir ? 'present' : 'absent' }
      : {}),
  };
};

const listed = (seen: ClusterSeen): string => {
  const views = standingOf(seen).healthy.map(each =>
    each.members === null
      ? 'not read'
      : each.members
          .map(member => `${member.id}${member.name === '' ? ' (unstarted)' : ''}`)
          .toSorted()
          .join(' '),
  );
  return [...new Set(views)].toSorted().join(' | ') || 'none';
};

const leader = (seen: ClusterSeen): string =>
  [...new Set(standingOf(seen).healthy.map(each => each.last.leaderId ?? 'none'))].toSorted().join(' | ') ||
  'none';

const tasks = (seen: ClusterSeen): string =>
  seen.tasks === null
    ? 'not read'
    : seen.tasks
        .map(task => `${task.id} ${task.description}`)
        .toSorted()
        .join(', ') || 'none';

const locks = (seen: ClusterSeen): string =>
  seen.locks === null
    ? 'not read'
    : seen.locks
        .map(lock => `${lock.type} ${lock.taskId}`)
        .toSorted()
        .join(', ') || 'none';

/**
 * What an approval is given for. Left out is all that moves by itself: revisions, indexes, terms, sizes, and monit's
 * words for a process that keeps restarting.
 */
export const witnessOf = (seen: ClusterSeen, target: Instance): Witness => {
  const healthy = standingOf(seen).healthy.length;
  const facts: Record<string, string> = {
    target: target,
    quorum: `${healthy} of ${seen.masters.length} healthy, quorum ${quorumOf(seen.masters.length)}`,
    leader: leader(seen),
    members: listed(seen),
    'running tasks': tasks(seen),
    locks: locks(seen),
    resurrection: seen.resurrection,
  };
  for (const master of seen.masters) Object.assign(facts, masterFacts(master, master.instance === target));
  return facts;
};

/** What differs between the state that was approved and the state now, a sentence a fact. Empty: nothing that matters. */
export const differences = (approved: Witness, now: Witness): readonly Words[] =>
  [...new Set([...Object.keys(approved), ...Object.keys(now)])]
    .toSorted()
    .filter(name => approved[name] !== now[name])
    .map(name => ({
      en: `${name}: ${approved[name] ?? 'not there'} when it was approved, ${now[name] ?? 'not there'} now`,
      ko: `${name}: 승인 당시 ${approved[name] ?? '없음'}, 현재 ${now[name] ?? '없음'}`,
    }));
