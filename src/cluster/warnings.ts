import { shortInstance } from '../model/instance.ts';
import { counted, josa, type Words } from '../words.ts';
import { certificateWarnings } from './certificates.ts';
import { failingProcesses } from './ephemeral.ts';
import type { Observation, StartsObservation } from './observation.ts';
import type { Standing } from './quorum.ts';

const processWarnings = (seen: Observation): readonly Words[] =>
  seen.masters
    .map(master => ({ who: shortInstance(master.instance), failing: failingProcesses(master) }))
    .filter(each => each.failing.length > 0)
    .map(({ who, failing }) => ({
      en: `${who}: ${counted(failing.length, 'process other than etcd does', 'processes other than etcd do')} not run (${failing.join(', ')}).`,
      ko: `${who}에서 etcd 외 프로세스 ${failing.length}개가 정상이 아닙니다: ${failing.join(', ')}.`,
    }));

/** Events expire, so fewer keys are no proof; half of them gone is worth a look. */
const keyWarning = (seen: Observation, standing: Standing): readonly Words[] => {
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

const hour = 3_600_000;
const tooMany = 3;

export const startsWithinHour = ({ now, at }: StartsObservation): readonly string[] =>
  at.filter(each => Date.parse(each) > Date.parse(now) - hour);

/** A member that restarts every 20 s looks healthy at each look; its log has the starts. */
const flappingWarnings = (seen: Observation, standing: Standing): readonly Words[] =>
  seen.masters
    .filter(master => standing.healthy.some(each => each.master === master))
    .flatMap(({ instance, starts }) => {
      if (!starts) return [];
      const recent = startsWithinHour(starts);
      if (recent.length < tooMany) return [];
      const [who, last] = [shortInstance(instance), recent.at(-1)?.slice(11, 19)];
      return [
        {
          en: `${who} serves now, but its etcd was started ${recent.length} times in the last hour (last at ${last} UTC): look for what ends it.`,
          ko: `${josa(who, '은/는')} 지금 동작 중이지만 최근 1시간 동안 etcd가 ${recent.length}번 기동되었습니다(마지막 ${last} UTC). 종료 원인을 확인하세요.`,
        },
      ];
    });

/** What does not change the verdict but belongs on the card. */
export const warningsOf = (seen: Observation, standing: Standing): readonly Words[] => [
  ...processWarnings(seen),
  ...keyWarning(seen, standing),
  ...alarmUnread(standing),
  ...flappingWarnings(seen, standing),
  ...certificateWarnings(seen),
  ...versionWarning(standing),
  ...seen.masters
    .filter(master => master.ignored)
    .map(master => ({
      en: `${shortInstance(master.instance)} is ignored by BOSH (bosh ignore).`,
      ko: `${josa(shortInstance(master.instance), '은/는')} BOSH에서 ignore 상태입니다.`,
    })),
];
