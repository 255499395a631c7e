import { shortInstance } from '../model/instance.ts';
import { counted, type Words } from '../words.ts';
import { type Finding, refusing } from './finding.ts';
import type { Observation } from './observation.ts';
import type { Answering } from './quorum.ts';
import { etcdctlLine } from './sentences.ts';

const toRead = (seen: Observation, healthy: readonly Answering[]): Words => {
  const command = etcdctlLine(seen, healthy, 'member list');
  return {
    en: `A person looks first: ${command}.`,
    ko: `사람이 먼저 확인하세요: ${command}.`,
  };
};

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
      en: `Run \`endpoint status -w json\` with LOCAL=true on each, and compare with \`member list\`. ${toRead(seen, healthy).en}`,
      ko: `각 마스터에서 LOCAL=true로 \`endpoint status -w json\`을 실행해 \`member list\`와 비교하세요. ${toRead(seen, healthy).ko}`,
    },
    evidence,
    'unsure',
  );
};

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
  const remove = etcdctlLine(seen, healthy, `member remove ${unstarted?.id ?? '<id>'}`);
  return refusing(
    unstarted === undefined ? 'not-enough-seen' : 'half-added',
    [],
    {
      en: `All 3 masters serve, and ${counted(others.length, 'more member is', 'more members are')} listed (${list}), which raises quorum for nobody.`,
      ko: `마스터 3대가 모두 정상인데 멤버 목록에 ${others.length}대(${list})가 더 있습니다. 쓰지 않는 멤버 때문에 쿼럼만 커집니다.`,
    },
    unstarted === undefined
      ? toRead(seen, healthy)
      : {
          en: `It was added and never started. A person who knows that nobody is about to start it removes it: ${remove}.`,
          ko: `추가만 되고 시작되지 않았습니다. 시작할 예정이 없음을 확인한 사람이 제거하세요: ${remove}.`,
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
      en: `Once it has caught up a person promotes it (\`member promote\`). ${toRead(seen, healthy).en}`,
      ko: `따라잡으면 사람이 승격해야 합니다(\`member promote\`). ${toRead(seen, healthy).ko}`,
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
