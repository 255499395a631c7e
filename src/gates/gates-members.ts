import { type Raised, raisedBy } from '../cluster/alarms.ts';
import { notTheSame, originUnseen } from '../cluster/identity.ts';
import { laggard, untimed } from '../cluster/lag.ts';
import { type Agreement, hashAgreementOf, lagLimit, viewAgreementOf } from '../cluster/pair.ts';
import { unreadWords } from '../cluster/refusals-origin.ts';
import { names } from '../cluster/sentences.ts';
import { versionRefusal } from '../cluster/versions.ts';
import { supportersOf } from '../cluster/victim.ts';
import { shortInstance } from '../model/instance.ts';
import { counted, joined, josa, text, type Words } from '../words.ts';
import type { PreGate } from './gate.ts';

const disagreement = (agreement: Agreement): Words | null => {
  if (agreement.agree === true) return null;
  const what = joined(agreement.why, ', ');
  return agreement.agree === 'unseen'
    ? text(
        `not enough was read to compare them (${what.en || 'no healthy member'}); look again`,
        `비교에 필요한 값을 읽지 못했습니다(${what.ko || '정상노드 없음'}). 다시 점검하세요`,
      )
    : text(`they contradict each other: ${what.en}`, `서로 다릅니다: ${what.ko}`);
};

export const pairAgrees: PreGate = {
  name: 'pair-agrees',
  title: text(
    'the two healthy members agree, each by its own view: list, leader, term',
    '정상노드 두 대의 로컬 뷰 일치: 멤버 목록, 리더, term',
  ),
  why: (seen, context) => disagreement(viewAgreementOf(supportersOf(seen, context.target))),
};

export const pairHash: PreGate = {
  name: 'pair-hash',
  title: text(
    'the two healthy members have equal hashes at one revision',
    '정상노드 두 대의 같은 revision 해시 일치',
  ),
  why: (seen, context) => disagreement(hashAgreementOf(supportersOf(seen, context.target))),
};

export const onlyVoters: PreGate = {
  name: 'voters',
  title: text('2 or 3 members are listed, all of them voters', '멤버 목록이 2~3대이며 모두 voter'),
  why: (seen, context) => {
    const members = supportersOf(seen, context.target)[0]?.members ?? [];
    const learners = members.filter(member => member.learner).length;
    const most = context.cure === 'remove-half-added' ? 4 : 3;
    if (members.length >= 2 && members.length <= most && learners === 0) return null;
    return text(
      `${members.length} members are listed, ${learners} of them learners; 2 or 3 voters are expected`,
      `멤버 목록이 ${members.length}대이고 learner가 ${learners}대입니다. voter 2~3대여야 합니다`,
    );
  },
};

/** Disarming is right for one alarm and hides the harm of another. */
const whatToDo = ({ corrupt, noSpace, others }: Raised): Words | null => {
  const all = [...corrupt, ...noSpace, ...others];
  if (all.length === 0) return null;
  const list = `${counted(all.length, 'alarm or error', 'alarms or errors')}: ${all.join(', ')}`;
  const listKo = `알람 또는 error ${all.length}건: ${all.join(', ')}`;
  if (corrupt.length > 0)
    return text(
      `${list}; never disarm CORRUPT, the data stay different: a person compares \`endpoint hashkv\` of all three first`,
      `${listKo}. CORRUPT는 disarm하지 마세요. 데이터는 여전히 다릅니다. 먼저 사람이 세 대의 \`endpoint hashkv\`를 비교해야 합니다`,
    );
  if (others.length > 0)
    return text(
      `${list}; find out what it means before anything is changed (\`etcdctl alarm list\`, the etcd log)`,
      `${listKo}. 변경하기 전에 원인을 먼저 확인하세요(\`etcdctl alarm list\`, etcd 로그)`,
    );
  return text(
    `${list}; a person compacts, defragments and disarms first`,
    `${listKo}. 먼저 사람이 compact, defrag, disarm 해야 합니다`,
  );
};

export const noAlarm: PreGate = {
  name: 'no-alarm',
  title: text('no alarm and no status error on the healthy members', '정상노드에 알람과 status error 없음'),
  why: (seen, context) => {
    const support = supportersOf(seen, context.target);
    const unread = support.filter(each => each.etcd.alarms === null);
    if (unread.length > 0)
      return text(
        `alarms could not be read on ${unread.length} of ${support.length} members; look again`,
        `멤버 ${support.length}대 중 ${unread.length}대의 알람을 읽지 못했습니다. 다시 점검하세요`,
      );
    return whatToDo(raisedBy(support));
  },
};

export const caughtUp: PreGate = {
  name: 'caught-up',
  title: text(
    `each has reached in the second look what the other had in the first (within ${lagLimit} entries)`,
    `두 번째 점검에서 서로의 첫 번째 applied index에 도달(${lagLimit} 이내)`,
  ),
  why: (seen, context) => {
    const support = supportersOf(seen, context.target);
    const once = support.filter(each => each.etcd.later === null).map(each => each.master.instance);
    if (once.length > 0 || support.length < 2)
      return text(
        `${support.length - once.length} of 2 healthy members were looked at twice${once.length > 0 ? ` (not ${names(once)})` : ''}; look again`,
        `정상노드 2대 중 ${support.length - once.length}대만 두 번 확인했습니다${once.length > 0 ? `(${names(once)} 제외)` : ''}. 다시 점검하세요`,
      );
    const late = laggard(support);
    const unordered = untimed(support).map(each => each.master.instance);
    if (late !== null) {
      const who = shortInstance(late.member.master.instance);
      return text(
        `${who} is ${late.behind} entries behind ${late.of === 'peer' ? 'its peer' : 'its own log'} (limit ${lagLimit}); wait`,
        `${josa(who, '이/가')} ${late.of === 'peer' ? '다른 멤버' : '자신의 로그'}보다 ${late.behind}건 뒤처져 있습니다(한도 ${lagLimit}). 기다리세요`,
      );
    }
    if (unordered.length === 0) return null;
    return text(
      `the looks at ${names(unordered)} can't be put in order (VM clocks differ); compare \`date\` on the masters, then look again`,
      `${names(unordered)}의 점검 시각 순서를 알 수 없습니다(VM 시계가 다름). 마스터들의 \`date\`를 비교한 뒤 다시 점검하세요`,
    );
  },
};

export const nothingMissing: PreGate = {
  name: 'not-emptied',
  title: text(
    'the revision is not below the highest one ever seen, and it is the cluster of before',
    'revision이 기록된 최고값 이상이며 이전과 같은 클러스터',
  ),
  why: (seen, context) => {
    const support = supportersOf(seen, context.target);
    const revision = Math.max(0, ...support.map(each => each.last.revision));
    const unread = originUnseen(seen, support);
    const [anew] = [...notTheSame(seen, support), ...(unread.length > 0 ? [unreadWords(unread)] : [])];
    if (seen.memory === null || revision >= seen.memory.revision)
      return anew
        ? text(
            `${anew.en}; a person restores, or records the restore`,
            `${anew.ko}. 사람이 복원하거나 복원 사실을 기록해야 합니다`,
          )
        : null;
    return text(
      `revision ${revision} is below ${seen.memory.revision}, seen before: data are missing; a person restores, or records the restore`,
      `${josa(`revision ${revision}`, '이/가')} 이전에 확인된 ${seen.memory.revision}보다 낮습니다. 데이터가 유실된 상태이니 사람이 복원하거나 복원 사실을 기록해야 합니다`,
    );
  },
};

export const knownVersion: PreGate = {
  name: 'etcd-version',
  title: text('etcd is of a version that cures were proven on', '복구 절차가 검증된 etcd 버전'),
  why: (seen, context) =>
    versionRefusal(
      supportersOf(seen, context.target).map(each => each.last.version),
      context.options ?? {},
    ),
};
