import { shortInstance } from '../model/instance.ts';
import { counted, josa, type Words } from '../words.ts';
import { failingProcesses } from './ephemeral.ts';
import type { Standing } from './quorum.ts';
import type { ClusterSeen } from './seen.ts';

const processWarnings = (seen: ClusterSeen): readonly Words[] =>
  seen.masters
    .map(master => ({ who: shortInstance(master.instance), failing: failingProcesses(master) }))
    .filter(each => each.failing.length > 0)
    .map(({ who, failing }) => ({
      en: `${who}: ${counted(failing.length, 'process other than etcd does', 'processes other than etcd do')} not run (${failing.join(', ')}).`,
      ko: `${who}에서 etcd 외 프로세스 ${failing.length}개가 정상이 아닙니다: ${failing.join(', ')}.`,
    }));

/** Events expire, so fewer keys are no proof; half of them gone is worth a look. */
const keyWarning = (seen: ClusterSeen, standing: Standing): readonly Words[] => {
  const before = seen.memory?.keyCount ?? 0;
  const now = Math.max(...standing.healthy.map(each => each.etcd.keyCount ?? -1), -1);
  if (now < 0 || now * 2 >= before) return [];
  return [
    {
      en: `Only ${now} keys are left of the ${before} last seen (${Math.round((100 * now) / before)} %).`,
      ko: `key가 마지막 확인 시 ${before}개에서 ${now}개로 줄었습니다(${Math.round((100 * now) / before)} %).`,
    },
  ];
};

const versionWarning = (standing: Standing): readonly Words[] =>
  standing.healthy.some(each => each.last.version === '')
    ? [
        {
          en: 'The etcd version was not seen; cures are proven on 3.4 and 3.5 only.',
          ko: 'etcd 버전을 확인하지 못했습니다. 복구 절차는 3.4와 3.5에서만 검증되었습니다.',
        },
      ]
    : [];

const alarmUnread = (standing: Standing): readonly Words[] =>
  standing.healthy
    .filter(each => each.etcd.alarms === null)
    .map(each => ({
      en: `Alarms could not be read on ${shortInstance(each.master.instance)}.`,
      ko: `${shortInstance(each.master.instance)}의 알람을 읽지 못했습니다.`,
    }));

/** What does not change the verdict but belongs on the card. */
export const warningsOf = (seen: ClusterSeen, standing: Standing): readonly Words[] => [
  ...processWarnings(seen),
  ...keyWarning(seen, standing),
  ...alarmUnread(standing),
  ...versionWarning(standing),
  ...seen.masters
    .filter(master => master.ignored)
    .map(master => ({
      en: `${shortInstance(master.instance)} is ignored by BOSH (bosh ignore).`,
      ko: `${josa(shortInstance(master.instance), '은/는')} BOSH에서 ignore 상태입니다.`,
    })),
];
