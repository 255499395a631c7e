import { joined, text, type Words } from '../words.ts';
import { type Finding, refusing } from './finding.ts';
import { recordRestored } from './human-moves.ts';
import type { Observation } from './observation.ts';
import type { Answering } from './quorum.ts';
import { dataAreGone } from './refusals-data.ts';

/** Green in every reading, and not the cluster that was seen before. */
export const madeAnew = (
  seen: Observation,
  why: readonly Words[],
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding => {
  const what = joined(why);
  return refusing(
    're-bootstrapped-empty',
    [],
    {
      en: `${healthy.length} members are healthy and agree, but they are not the cluster that was seen before: ${what.en}. It was made anew and has lost data.`,
      ko: `멤버 ${healthy.length}대가 정상이고 일치하지만 이전에 확인된 클러스터가 아닙니다. ${what.ko}. 새로 만들어져 데이터가 유실된 상태입니다.`,
    },
    dataAreGone(seen),
    evidence,
  );
};

/** What is unread, as a reason. */
export const unreadWords = (unread: readonly Words[]): Words => {
  const what = joined(unread, ', ');
  return {
    en: `whether this is the cluster that was seen before is not known, these could not be read: ${what.en}`,
    ko: `이전에 확인된 클러스터인지 알 수 없습니다. 읽지 못한 값: ${what.ko}`,
  };
};

export const originUnknown = (
  seen: Observation,
  unread: readonly Words[],
  evidence: readonly Words[],
): Finding => {
  const what = unreadWords(unread);
  const look = `bosh -d ${seen.deployment} ssh master -c 'sudo stat /var/vcap/store/etcd/member'`;
  return refusing(
    'not-enough-seen',
    [],
    {
      en: `The healthy members agree, but ${what.en}.`,
      ko: `정상노드들은 일치하지만 ${what.ko}.`,
    },
    {
      caution: text(
        'Ask again; if it stays, a person looks.',
        '다시 점검하세요. 계속되면 사람이 확인합니다.',
      ),
      moves: [
        {
          words: text('compare when the data of each master were born', '각 마스터 데이터의 생성 시각 비교'),
          command: look,
          see: text(
            'a line "Birth" of each, older than this trouble',
            '마스터별 "Birth" 값이 이번 장애보다 이전',
          ),
        },
        recordRestored(seen.cluster),
      ],
    },
    evidence,
    'unsure',
  );
};
