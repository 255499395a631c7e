import { type Instance, shortInstance } from '../model/instance.ts';
import type { Witness } from '../model/witness.ts';
import type { Words } from '../words.ts';
import type { MasterObservation, Observation } from './observation.ts';
import { answering, quorumOf, standingOf } from './quorum.ts';

/** A victim's etcd comes and goes with every restart of monit, so of it only what is lasting counts. */
const etcdWord = (master: MasterObservation): string => {
  const member = answering(master);
  return member === null ? 'not healthy' : `healthy as member ${member.last.memberId}`;
};

const vmWord = (master: MasterObservation): string => {
  if (master.cid === null) return 'no VM';
  return master.processState === 'unresponsive agent' ? 'unresponsive agent' : 'agent answers';
};

const masterFacts = (master: MasterObservation, isTarget: boolean): Witness => {
  const who = shortInstance(master.instance);
  return {
    [`${who} VM`]: master.cid ?? 'none',
    [`${who} agent`]: vmWord(master),
    [`${who} agent id`]: master.agentId ?? 'none',
    [`${who} etcd`]: etcdWord(master),
    [`${who} ignored`]: String(master.ignored),
    ...(isTarget && master.files !== null
      ? { [`${who} member/`]: master.files.memberDir ? 'present' : 'absent' }
      : {}),
  };
};

/** PKS names a member by its instance's uuid: a card has room for the beginning that people know it by. */
const holder = (name: string): string => (name === '' ? 'unstarted' : (name.split('-')[0] ?? name));

const listed = (seen: Observation): string => {
  const views = standingOf(seen).healthy.map(each =>
    each.members === null
      ? 'not read'
      : each.members
          .map(member => `${member.id} (${holder(member.name)})`)
          .toSorted()
          .join(' '),
  );
  return [...new Set(views)].toSorted().join(' | ') || 'none';
};

const leader = (seen: Observation): string =>
  [...new Set(standingOf(seen).healthy.map(each => each.last.leaderId ?? 'none'))].toSorted().join(' | ') ||
  'none';

const tasks = (seen: Observation): string =>
  seen.tasks === null
    ? 'not read'
    : seen.tasks
        .map(task => `${task.id} ${task.description}`)
        .toSorted()
        .join(', ') || 'none';

const locks = (seen: Observation): string =>
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
export const witnessOf = (seen: Observation, target: Instance): Witness => {
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

/** The facts' names and values as Korean cards have them; what is not here is an id or a name of its own. */
const korean: readonly (readonly [RegExp, string])[] = [
  [/^target$/, '대상'],
  [/^quorum$/, '쿼럼'],
  [/^leader$/, '리더'],
  [/^members$/, '멤버 목록'],
  [/^running tasks$/, '진행 중인 task'],
  [/^locks$/, 'lock'],
  [/ ignored$/, ' BOSH ignore'],
  [/ etcd process$/, ' etcd 프로세스'],
  [/ data$/, ' 데이터'],
  [/^(\d+) of (\d+) healthy, quorum (\d+)$/, '$2대 중 $1대 정상, 쿼럼 $3'],
  [/^not healthy$/, '비정상'],
  [/^healthy$/, '정상'],
  [/^healthy as member /, '정상, 멤버 '],
  [/^no VM$/, 'VM 없음'],
  [/^agent answers$/, 'agent 응답'],
  [/^unresponsive agent$/, 'agent 무응답'],
  [/^none$/, '없음'],
  [/^not read$/, '읽지 못함'],
  [/^unreadable$/, '읽을 수 없음'],
  [/^(present|there)$/, '있음'],
  [/^empty$/, '비어 있음'],
  [/^stopped$/, '정지'],
  [/^not stopped$/, '정지 안 됨'],
  [/^(absent|not there)$/, '없음'],
  [/^true$/, '예'],
  [/^false$/, '아니요'],
  [/ \(unstarted\)/g, '(미기동)'],
];
export const inKorean = (fact: string): string =>
  korean.reduce((text, [from, to]) => text.replace(from, to), fact);

/** What differs between the state that was approved and the state now, a sentence a fact. Empty: nothing that matters. */
export const differences = (approved: Witness, now: Witness): readonly Words[] =>
  [...new Set([...Object.keys(approved), ...Object.keys(now)])]
    .toSorted()
    .filter(name => approved[name] !== now[name])
    .map(name => {
      const [then, since] = [approved[name] ?? 'not there', now[name] ?? 'not there'];
      return {
        en: `${name}: ${then} when it was approved, ${since} now`,
        ko: `${inKorean(name)}: 승인 당시 ${inKorean(then)}, 현재 ${inKorean(since)}`,
      };
    });
