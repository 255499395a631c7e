import { type HexId, shortInstance } from '../model/instance.ts';
import { counted, josa, text, type Words } from '../words.ts';
import { type Finding, refusing } from './finding.ts';
import { askAgain, etcdctlMove } from './human-moves.ts';
import type { Observation } from './observation.ts';
import type { Answering } from './quorum.ts';
import { firstOf } from './sentences.ts';
import type { HumanMove } from './verdict-types.ts';

const readList = (seen: Observation, healthy: readonly Answering[]): HumanMove =>
  etcdctlMove(
    seen,
    firstOf(healthy),
    'member list',
    text('read the member list', '멤버 목록 확인'),
    text('three started members, none of them a learner', 'started 멤버 3대, learner 없음'),
  );

/** Two masters that tell one id: one of them answered for the other, so nothing was seen of itself. */
export const sameIdTwice = (
  seen: Observation,
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding | null => {
  const twice = healthy.filter(a => healthy.some(b => a !== b && a.last.memberId === b.last.memberId));
  if (twice.length === 0) return null;
  const who = twice.map(each => shortInstance(each.master.instance)).join(', ');
  const id = twice[0]?.last.memberId;
  return refusing(
    'not-enough-seen',
    twice.map(each => each.master.instance),
    {
      en: `${who} tell the same member id ${id}: ${twice.length} masters were asked and fewer members answered.`,
      ko: `${who}의 멤버 id(${id})가 같습니다. 마스터 ${twice.length}대에 물었지만 서로 다른 멤버가 응답한 것이 아닙니다.`,
    },
    {
      caution: text(
        'Ask each master itself, and compare with the member list.',
        '각 마스터에 직접 조회해 멤버 목록과 비교하세요.',
      ),
      moves: [...twice.map(each => askAgain(seen, each.master.instance)), readList(seen, healthy)],
    },
    evidence,
    'unsure',
  );
};

const removeIt = (seen: Observation, healthy: readonly Answering[], id: HexId): HumanMove =>
  etcdctlMove(
    seen,
    firstOf(healthy),
    `member remove ${id}`,
    text('where nobody is about to start it, remove it', '시작할 예정이 없음을 확인한 사람이 제거'),
    text('the member list has three', '멤버 목록에 3대'),
  );

const strangers = (
  seen: Observation,
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding | null => {
  const own = new Set(healthy.map(each => each.last.memberId));
  const others = (healthy[0]?.members ?? []).filter(member => !own.has(member.id));
  if (others.length === 0) return null;
  const unstarted = others.find(member => member.name === '');
  const list = others.map(member => member.id).join(', ');
  return refusing(
    unstarted === undefined ? 'not-enough-seen' : 'half-added',
    [],
    {
      en: `All 3 masters serve, and ${counted(others.length, 'more member is', 'more members are')} listed (${list}), which raises quorum for nobody.`,
      ko: `마스터 3대가 모두 정상인데 멤버 목록에 ${others.length}대(${list})가 더 있습니다. 쓰지 않는 멤버 때문에 쿼럼만 커집니다.`,
    },
    unstarted === undefined
      ? {
          caution: text('A person looks first.', '사람이 먼저 확인하세요.'),
          moves: [readList(seen, healthy)],
        }
      : {
          caution: text('It was added and never started.', '추가만 되고 시작되지 않았습니다.'),
          moves: [removeIt(seen, healthy, unstarted.id)],
        },
    evidence,
    unstarted === undefined ? 'unsure' : 'likely',
  );
};

export const isLearner = (each: Answering): boolean =>
  each.last.learner ||
  each.members?.some(member => member.learner && member.id === each.last.memberId) === true;

const learners = (
  seen: Observation,
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding | null => {
  const found = healthy.filter(isLearner).map(each => each.master.instance);
  if (found.length === 0) return null;
  const who = found.map(shortInstance).join(', ');
  return refusing(
    'not-enough-seen',
    found,
    {
      en: `${who}: a learner, which has no vote, so ${healthy.length - found.length} of 3 masters vote.`,
      ko: `${who}: 투표권이 없는 learner입니다. 마스터 3대 중 ${healthy.length - found.length}대만 투표합니다.`,
    },
    {
      caution: text('Once it has caught up a person promotes it.', '따라잡으면 사람이 승격해야 합니다.'),
      moves: [
        readList(seen, healthy),
        ...healthy
          .filter(isLearner)
          .map(({ last: { memberId } }) =>
            etcdctlMove(
              seen,
              firstOf(healthy.filter(each => !isLearner(each))),
              `member promote ${memberId}`,
              text(`give ${memberId} its vote`, `${josa(memberId, '을/를')} 승격`),
              text(
                '"promoted in cluster"; the list has no learner',
                '"promoted in cluster" 출력, 목록에 learner 없음',
              ),
            ),
          ),
      ],
    },
    evidence,
    'likely',
  );
};

/** Three that serve and agree are healthy only when they are all who is listed, each with a vote. */
export const rosterFinding = (
  seen: Observation,
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding | null => strangers(seen, healthy, evidence) ?? learners(seen, healthy, evidence);
