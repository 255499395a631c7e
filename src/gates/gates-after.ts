import type { Observation } from '../cluster/observation.ts';
import { agreementOf } from '../cluster/pair.ts';
import { type Answering, standingOf } from '../cluster/quorum.ts';
import { names } from '../cluster/sentences.ts';
import { startedAgain } from '../cluster/start-line.ts';
import { type HexId, shortInstance } from '../model/instance.ts';
import { counted, joined, josa, text } from '../words.ts';
import type { AfterContext, PostGate } from './gate.ts';
import { processesRun } from './processes-after.ts';

const healthyOf = (seen: Observation): readonly Answering[] => standingOf(seen).healthy;

const allHealthy: PostGate = {
  name: 'three-healthy',
  title: text('etcd is healthy on all 3 masters', 'etcd 3대 모두 정상'),
  why: seen => {
    const healthy = healthyOf(seen).length;
    if (healthy === 3 && seen.masters.length === 3) return null;
    return text(
      `${healthy} of ${seen.masters.length} members are healthy`,
      `멤버 ${seen.masters.length}대 중 ${healthy}대만 정상입니다`,
    );
  },
};

const allAgree: PostGate = {
  name: 'three-agree',
  title: text(
    'three local views are identical: cluster, list, one leader, one term, equal hash',
    '세 대의 cluster id, 멤버 목록, 리더, term, 해시 동일',
  ),
  why: seen => {
    const agreement = agreementOf(healthyOf(seen));
    if (agreement.agree === true) return null;
    const what = joined(agreement.why, ', ');
    return agreement.agree === 'unseen'
      ? text(`not read yet: ${what.en || 'every member'}`, `아직 읽지 못함: ${what.ko || '모든 멤버'}`)
      : text(`they contradict each other: ${what.en}`, `서로 다릅니다: ${what.ko}`);
  },
};

const sizeThree: PostGate = {
  name: 'list-of-three',
  title: text('3 members are listed, all started voters', '멤버 목록 3대, 모두 시작된 voter'),
  why: seen => {
    const members = healthyOf(seen)[0]?.members ?? [];
    const odd = members.filter(member => member.learner || member.name === '').length;
    if (members.length === 3 && odd === 0) return null;
    return text(
      `${members.length} members are listed, ${odd} of them unstarted or learners`,
      `멤버 목록 ${members.length}대, 그중 ${odd}대가 미시작 또는 learner입니다`,
    );
  },
};

const expectedIds = ({ before, replaced }: AfterContext): readonly HexId[] =>
  replaced === null
    ? before.memberIds
    : [...before.memberIds.filter(id => id !== replaced.old), replaced.new];

const sameIds: PostGate = {
  name: 'member-ids',
  title: text('the member ids are the expected ones', '멤버 id가 예상과 일치'),
  why: (seen, context) => {
    const expected = expectedIds(context).toSorted().join(' ');
    if (expected === '')
      return text('not known what they were before this run', '이번 복구 전의 멤버 id를 알 수 없습니다');
    const now = (healthyOf(seen)[0]?.members ?? [])
      .map(member => member.id)
      .toSorted()
      .join(' ');
    if (expected === now) return null;
    return text(
      `members are ${now || 'not read'}, expected ${expected}`,
      `멤버 id: ${now || '읽지 못함'}. 예상: ${expected}`,
    );
  },
};

const nothingLost: PostGate = {
  name: 'nothing-lost',
  title: text(
    'revision is not lower and at least half of the keys are there',
    'revision 감소 없음, key 절반 이상 유지',
  ),
  why: (seen, { before, memory }) => {
    const floor = Math.max(before.revision ?? 0, memory?.revision ?? 0);
    const revision = Math.max(0, ...healthyOf(seen).map(each => each.last.revision));
    const keys = Math.max(-1, ...healthyOf(seen).map(each => each.etcd.keyCount ?? -1));
    if (revision < floor)
      return text(
        `revision ${revision} is below ${floor}`,
        `${josa(`revision ${revision}`, '이/가')} ${floor}보다 낮습니다`,
      );
    if (before.keyCount === null || keys * 2 >= before.keyCount) return null;
    if (keys < 0) return text('the number of keys was not read', 'key 개수를 읽지 못했습니다');
    return text(
      `${keys} keys are left of ${before.keyCount}`,
      `key가 ${before.keyCount}개에서 ${keys}개로 줄었습니다`,
    );
  },
};

const quietTerm: PostGate = {
  name: 'term',
  title: text('the raft term stays what it was when the hold began', '유지 확인 동안 raft term 변화 없음'),
  why: (seen, { before }) => {
    const term = healthyOf(seen)[0]?.last.raftTerm ?? null;
    if (before.raftTerm === null || term === null || term === before.raftTerm) return null;
    return text(
      `the term went from ${before.raftTerm} to ${term}: there was an election`,
      `term이 ${before.raftTerm}에서 ${josa(term, '으로/로')} 바뀌었습니다. 리더 선출이 있었습니다`,
    );
  },
};

const noAlarm: PostGate = {
  name: 'no-alarm',
  title: text('no alarm', '알람 없음'),
  why: seen => {
    const healthy = healthyOf(seen);
    const unread = healthy.filter(each => each.etcd.alarms === null).length;
    const alarms = healthy
      .flatMap(each => [...(each.etcd.alarms ?? []), ...each.last.errors])
      .filter(Boolean);
    if (unread > 0)
      return text(
        `alarms were not read on ${counted(unread, 'member')}`,
        `${unread}대의 알람을 읽지 못했습니다`,
      );
    return alarms.length === 0
      ? null
      : text(`${alarms.length}: ${alarms.join(', ')}`, `${alarms.length}건: ${alarms.join(', ')}`);
  },
};

const canaryRead: PostGate = {
  name: 'canary',
  title: text(
    'a canary written through the victim is read from the others',
    '대상 멤버로 쓴 카나리를 나머지에서 읽음',
  ),
  why: (_seen, { canary }) => {
    if (canary === null) return text('not tried yet', '아직 확인하지 않았습니다');
    if (canary.of === 2 && canary.readBy === 2) return null;
    return text(
      `read from ${canary.readBy} of ${canary.of} others`,
      `나머지 ${canary.of}대 중 ${canary.readBy}대에서만 읽혔습니다`,
    );
  },
};

const noNewStart: PostGate = {
  name: 'no-new-start',
  title: text('no etcd started again since the hold began', '유지 확인 동안 etcd 재기동 없음'),
  why: (seen, { before }) => {
    const unread = seen.masters.filter(master => master.lastStartBlock === null).map(each => each.instance);
    if (unread.length > 0)
      return text(
        `the etcd log of ${names(unread)} could not be read`,
        `${names(unread)}의 etcd 로그를 읽지 못했습니다`,
      );
    const again = seen.masters
      .filter(master => {
        const old = before.startBlocks[master.instance];
        return old !== undefined && startedAgain(old, master.lastStartBlock ?? '');
      })
      .map(master => master.instance);
    if (again.length === 0) return null;
    return text(`etcd started again on ${names(again)}`, `${names(again)}의 etcd가 다시 기동했습니다`);
  },
};

const apiserversAnswer: PostGate = {
  name: 'apiservers',
  title: text('kube-apiserver answers /healthz on 3', 'kube-apiserver /healthz 3대 응답'),
  unasked: seen => {
    const said = seen.masters.map(master => master.apiserver);
    if (said.length === 0 || said.some(each => each === null || each.healthy !== null)) return null;
    const word = [...new Set(said.map(each => each?.said || 'no answer of curl'))].join(', ');
    return text(
      `kube-apiserver /healthz (it did not say: ${word})`,
      `kube-apiserver /healthz(응답 내용: ${word})`,
    );
  },
  why: seen => {
    const silent = seen.masters.filter(master => master.apiserver?.healthy !== true);
    if (silent.length === 0 && seen.masters.length === 3) return null;
    const list = silent.map(each => `${shortInstance(each.instance)}: ${each.apiserver?.said ?? 'not read'}`);
    const [ok, of] = [seen.masters.length - silent.length, seen.masters.length];
    return text(
      `kube-apiserver answers /healthz on ${ok} of ${of} (${list.join('; ')})`,
      `kube-apiserver /healthz가 ${of}대 중 ${ok}대에서만 정상입니다(${list.join('; ')})`,
    );
  },
};

const serviceAnswers: PostGate = {
  name: 'service',
  title: text('the service answers', '서비스 응답 정상'),
  unasked: (_seen, context) =>
    context.serviceAnswers === null
      ? text('the service (SERVICE_URL is not set)', '서비스(SERVICE_URL이 설정되지 않음)')
      : null,
  why: (_seen, context) =>
    context.serviceAnswers === true
      ? null
      : text('the service does not answer', '서비스가 응답하지 않습니다'),
};

/** All of these have to hold without a break before "healed" is said. */
export const postGates: readonly PostGate[] = [
  allHealthy,
  allAgree,
  sizeThree,
  sameIds,
  nothingLost,
  quietTerm,
  noAlarm,
  canaryRead,
  noNewStart,
  processesRun,
  apiserversAnswer,
  serviceAnswers,
];
