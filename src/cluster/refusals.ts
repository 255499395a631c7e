import { shortInstance } from '../model/instance.ts';
import { counted, joined, josa, same, text, type Words } from '../words.ts';
import { lagLimit } from './contradictions.ts';
import { type Finding, refusing } from './finding.ts';
import { onMaster, restoreByHand, saveFirst } from './human-moves.ts';
import type { Laggard } from './lag.ts';
import type { MasterObservation, Observation } from './observation.ts';
import { quorumOf, type Standing } from './quorum.ts';
import { startOf } from './quorum-stopped.ts';
import { names } from './sentences.ts';
import { notServing } from './silence.ts';

const instances = (masters: readonly MasterObservation[]) => masters.map(master => master.instance);

export const notThree = (seen: Observation, evidence: readonly Words[]): Finding =>
  refusing(
    'not-enough-seen',
    [],
    {
      en: `${seen.masters.length} masters were seen where exactly 3 are expected.`,
      ko: `마스터 ${seen.masters.length}대가 확인되었습니다. 정확히 3대여야 합니다.`,
    },
    {
      en: `Compare \`bosh -d ${seen.deployment} instances\` with the plan of the cluster; the bot mends clusters of three.`,
      ko: `\`bosh -d ${seen.deployment} instances\` 결과를 클러스터 plan과 비교하세요. 봇은 마스터 3대 클러스터만 복구합니다.`,
    },
    evidence,
    'unsure',
  );

/** Why one was not seen: what could not be read, or what an etcd that calls itself healthy did not tell. */
const whyUnseen = ({ etcd, unread }: MasterObservation): readonly Words[] => [
  ...unread.map(each => each.words ?? same(each.why)),
  ...(etcd !== null && etcd.status === null
    ? [{ en: 'it calls itself healthy but told no status', ko: '정상이라고 응답하지만 상태를 읽지 못함' }]
    : []),
  ...(etcd?.later === 'silent'
    ? [{ en: 'it told no status in the second look', ko: '두 번째 점검에서 상태를 읽지 못함' }]
    : []),
];

const nextForUnseen = (standing: Standing): Words =>
  standing.unseen.some(master => master.etcd === null)
    ? {
        en: 'Look at the VM in vCenter and at its BOSH agent, bring it back to be read, then ask again.',
        ko: 'vCenter에서 VM과 BOSH agent를 확인해 접속 가능한 상태로 만든 뒤 다시 점검하세요.',
      }
    : {
        en: 'Ask again in a minute; if it stays, run `endpoint status -w json` with LOCAL=true there.',
        ko: '1분 뒤 다시 점검하고, 계속되면 해당 마스터에서 LOCAL=true로 `endpoint status -w json`을 실행하세요.',
      };

export const notSeen = (standing: Standing, evidence: readonly Words[]): Finding => {
  const why = standing.unseen.flatMap(whyUnseen)[0] ?? { en: 'they gave no answer', ko: '응답 없음' };
  return refusing(
    'not-enough-seen',
    instances(standing.unseen),
    {
      en: `${names(instances(standing.unseen))} could not be looked at (${why.en}), so with ${standing.healthy.length} of 3 seen healthy nothing certain can be said.`,
      ko: `${names(instances(standing.unseen))} 상태를 확인하지 못했습니다(${why.ko}). 정상으로 확인된 것은 3대 중 ${standing.healthy.length}대뿐이라 판단할 수 없습니다.`,
    },
    nextForUnseen(standing),
    evidence,
    'unsure',
  );
};

export const incomplete = (
  seen: Observation,
  lacking: readonly Words[],
  evidence: readonly Words[],
): Finding => {
  const what = joined(lacking, ', ');
  return refusing(
    'not-enough-seen',
    [],
    {
      en: `The healthy members cannot be compared: ${what.en} could not be read.`,
      ko: `정상노드끼리 비교할 수 없습니다. 읽지 못한 항목: ${what.ko}.`,
    },
    {
      en: `Ask again in a minute; if it stays, run \`endpoint hashkv\` and \`member list\` with LOCAL=true on ${names(instances(seen.masters))}.`,
      ko: `1분 뒤 다시 점검하고, 계속되면 ${names(instances(seen.masters))}에서 LOCAL=true로 \`endpoint hashkv\`와 \`member list\`를 실행하세요.`,
    },
    evidence,
    'unsure',
  );
};

/** One that answers without a leader is not down. */
const notServingWords = (seen: Observation, masters: readonly MasterObservation[]): Words => {
  const { answer = [], down = [] } = Object.groupBy(masters, master =>
    notServing(master) === 'answers' ? 'answer' : 'down',
  );
  const all = seen.masters.length;
  const [who, up] = [names(instances(down)), names(instances(answer))];
  const said: readonly Words[] = [
    {
      en: `${down.length} of ${all} members are down (${who})`,
      ko: `멤버 ${all}대 중 ${down.length}대가 비정상입니다(${who})`,
    },
    {
      en: `${answer.length} of ${all} answer and are not healthy (${up})`,
      ko: `${all}대 중 ${answer.length}대는 응답하지만 정상이 아닙니다(${up})`,
    },
  ];
  const told = said.filter((_, at) => (at === 0 ? down : answer).length > 0);
  return { en: joined(told, ', ').en, ko: joined(told, '. ').ko };
};

export const quorumLost = (seen: Observation, standing: Standing, evidence: readonly Words[]): Finding => {
  const alone = standing.healthy[0];
  const warning: Words =
    alone === undefined
      ? { en: '', ko: '' }
      : {
          en: ` ${shortInstance(alone.master.instance)} alone calls itself healthy with ${alone.members === null ? 'an unknown number of members' : counted(alone.members.length, 'member')} in its list: it may be serving a cluster of its own.`,
          ko: ` ${shortInstance(alone.master.instance)}만 혼자 정상이라고 응답하며 멤버 목록은 ${alone.members?.length ?? '?'}대입니다. 별도 클러스터로 동작 중일 수 있습니다.`,
        };
  const how = notServingWords(seen, standing.down);
  const start = startOf(seen);
  const not: Words =
    alone === undefined && 'why' in start
      ? {
          en: `They are not proven to be merely stopped: ${start.why.en}. `,
          ko: `단순히 멈춘 것이라고 확인되지 않았습니다: ${start.why.ko}. `,
        }
      : { en: '', ko: '' };
  return refusing(
    'quorum-lost',
    instances(standing.down),
    {
      en: `${how.en} and quorum is ${quorumOf(seen.masters.length)}; a cure mends exactly one.${warning.en}`,
      ko: `${how.ko}. 쿼럼은 ${quorumOf(seen.masters.length)}이며, 이 도구는 정확히 1대만 복구합니다.${warning.ko}`,
    },
    {
      caution: text(
        `${not.en}Restart nothing. First save what is left. Then a person brings back the most advanced member first (Broadcom KB 298533), or restores.`,
        `${not.ko}아무것도 재시작하지 마세요. 먼저 남은 데이터를 저장합니다. 그다음 사람이 가장 앞선 멤버부터 되살리거나(Broadcom KB 298533) 복원합니다.`,
      ),
      moves: [...saveFirst(seen), ...restoreByHand(seen)],
    },
    evidence,
  );
};

const laggingWords = ({ member, behind, of }: Laggard): Words => {
  const who = shortInstance(member.master.instance);
  return of === 'peer'
    ? {
        en: `${who} is ${behind} applied entries behind: it has not reached in the second look what a peer had in the first (limit ${lagLimit}).`,
        ko: `${who}의 applied index가 두 번째 점검에서도 다른 멤버의 첫 번째 점검 값보다 ${behind} 뒤처져 있습니다(한도 ${lagLimit}).`,
      }
    : {
        en: `${who} has ${behind} entries of the first look in its log that it has not applied in the second (limit ${lagLimit}).`,
        ko: `${who}의 로그에 첫 번째 점검 때 있던 항목 중 ${behind}건이 두 번째 점검에서도 적용되지 않았습니다(한도 ${lagLimit}).`,
      };
};

export const lagging = (laggard: Laggard, evidence: readonly Words[]): Finding =>
  refusing(
    'lagging',
    [laggard.member.master.instance],
    laggingWords(laggard),
    {
      en: 'Wait until it has caught up, then ask again; if it does not, look at its disk latency and network.',
      ko: '따라잡을 때까지 기다린 뒤 다시 점검하세요. 따라잡지 못하면 해당 VM의 디스크 지연과 네트워크를 확인하세요.',
    },
    evidence,
  );

export const joining = (target: string, evidence: readonly Words[]): Finding =>
  refusing(
    'lagging',
    [target],
    {
      en: `${shortInstance(target)}'s etcd answers but is not healthy: it starts, joins, is slow or cut off from its peers.`,
      ko: `${shortInstance(target)}의 etcd가 응답은 하지만 정상이 아닙니다. 기동 또는 합류 중이거나, 느리거나, 다른 멤버와 통신이 끊긴 상태입니다.`,
    },
    {
      en: 'Wait a minute and ask again; if it stays, check port 2380 between the masters.',
      ko: '1분 뒤 다시 점검하세요. 계속되면 마스터 간 2380 포트를 확인하세요.',
    },
    evidence,
    'likely',
  );

export const unknownFault = (
  seen: Observation,
  target: string,
  found: Words,
  evidence: readonly Words[],
): Finding =>
  refusing(
    'not-enough-seen',
    [target],
    {
      en: `${shortInstance(target)}'s etcd is not healthy and its fault is none that this bot knows: "${found.en}".`,
      ko: `${shortInstance(target)}의 etcd가 비정상이지만 알려진 장애 유형이 아닙니다: "${found.ko}".`,
    },
    {
      caution: text('A person reads its log.', '사람이 로그를 확인해야 합니다.'),
      moves: [
        {
          words: text('the end of its log', '로그 마지막 부분'),
          command: onMaster(seen, target, 'sudo tail -n 400 /var/vcap/sys/log/etcd/etcd.stderr.log'),
          see: text('why its last start ended', '마지막 기동이 끝난 이유'),
        },
      ],
    },
    evidence,
    'unsure',
  );

export const victimUnreadable = (
  seen: Observation,
  target: string,
  lacking: readonly Words[],
  evidence: readonly Words[],
): Finding =>
  refusing(
    'not-enough-seen',
    [target],
    {
      en: `${shortInstance(target)} is not healthy, but ${joined(lacking, ' and ').en} could not be read, so what is wrong with it is not known.`,
      ko: `${josa(shortInstance(target), '이/가')} 비정상이지만 ${josa(joined(lacking, ', ').ko, '을/를')} 읽지 못해 원인을 알 수 없습니다.`,
    },
    {
      en: `If it has no VM, recreate it first (bosh -d ${seen.deployment} recreate ${target}); else bring its agent and ssh back, then ask again.`,
      ko: `VM이 없으면 먼저 recreate하고(bosh -d ${seen.deployment} recreate ${target}), 있으면 agent와 ssh를 복구한 뒤 다시 점검하세요.`,
    },
    evidence,
    'unsure',
  );
