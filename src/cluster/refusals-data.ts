import { counted, joined, type Words } from '../words.ts';
import { type Finding, refusing } from './finding.ts';
import { restoreByHand, saveFirst } from './human-moves.ts';
import type { Observation } from './observation.ts';
import type { Answering } from './quorum.ts';
import { etcdctlLine, firstOf, login, names, wrapper } from './sentences.ts';

export const disagreeing = (
  seen: Observation,
  healthy: readonly Answering[],
  why: readonly Words[],
  evidence: readonly Words[],
): Finding => {
  const what = joined(why);
  const one: Words =
    healthy.length < 3
      ? { en: 'Change nothing.', ko: '아무것도 변경하지 마세요.' }
      : {
          en: 'Change nothing: two against one is no proof, the one may hold the only acknowledged writes.',
          ko: '아무것도 변경하지 마세요. 두 대가 같다고 그쪽이 맞다는 증거는 아니며, 승인된 쓰기가 나머지 한 대에만 있을 수 있습니다.',
        };
  return refusing(
    'pair-disagrees',
    [],
    {
      en: `${healthy.length} members answer and contradict each other: ${what.en}.`,
      ko: `응답하는 멤버 ${healthy.length}대가 서로 다릅니다. ${what.ko}.`,
    },
    {
      en: `${one.en} First save what each of them holds: ${saveFirst(seen).en}. Then a person decides which one holds the truth, and replaces the others or restores: ${restoreByHand(seen).en}.`,
      ko: `${one.ko} 먼저 각 멤버의 데이터를 저장합니다: ${saveFirst(seen).ko}. 그다음 어느 쪽 데이터가 맞는지 사람이 결정해 나머지를 교체하거나 복원합니다: ${restoreByHand(seen).ko}.`,
    },
    evidence,
  );
};

/** What a person does with a cluster that came back empty. */
export const dataAreGone = (seen: Observation): Words => ({
  en: `Stop writers and keep the disks as they are. First save what is there: ${saveFirst(seen).en}. Then restore the last good backup: ${restoreByHand(seen).en}. If a person restored an older backup on purpose, record it with \`/pks restored ${seen.cluster}\`.`,
  ko: `쓰기를 멈추고 디스크를 그대로 둡니다. 먼저 현재 데이터를 저장합니다: ${saveFirst(seen).ko}. 그다음 마지막 정상 백업을 복원하세요: ${restoreByHand(seen).ko}. 의도한 복원이었다면 \`/pks restored ${seen.cluster}\`로 기록하세요.`,
});

export const emptied = (
  seen: Observation,
  revision: number,
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding =>
  refusing(
    're-bootstrapped-empty',
    [],
    {
      en: `${healthy.length} members are healthy and agree at revision ${revision}, but revision ${seen.memory?.revision} was seen before: this cluster was made anew and has lost data.`,
      ko: `멤버 ${healthy.length}대가 revision ${revision}에서 정상이고 일치하지만, 이전에 revision ${seen.memory?.revision}까지 확인된 클러스터입니다. 새로 만들어져 데이터가 유실된 상태입니다.`,
    },
    dataAreGone(seen),
    evidence,
  );

export const noSpace = (
  seen: Observation,
  alarms: readonly string[],
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding => {
  /** What `endpoint health` makes of it: 3.4 looks away, 3.5 counts an alarm as unhealthy. */
  const sound = healthy.every(each => each.etcd.healthy);
  const size = Math.max(0, ...healthy.map(each => each.last.dbSizeBytes));
  const revision = Math.max(0, ...healthy.map(each => each.last.revision));
  const commands = `${login(seen, firstOf(healthy))}: ${wrapper} compact ${revision}; on each master, one after the other: ${wrapper} defrag --command-timeout=60s; then ${wrapper} alarm disarm`;
  return refusing(
    'no-space',
    [],
    {
      en: `etcd raised ${counted(alarms.length, 'alarm')} (${alarms.join(', ')}) at a db of ${size} bytes: writes are refused${sound ? ' although endpoint health says healthy' : ', and from 3.5 on endpoint health says unhealthy for that alone'}.`,
      ko: `etcd 알람 ${alarms.length}건(${alarms.join(', ')}), db 크기 ${size} bytes. ${sound ? 'endpoint health는 정상이라고 하지만' : '3.5부터는 이 알람만으로도 endpoint health가 비정상이라고 하며,'} 쓰기가 거부되고 있습니다.`,
    },
    {
      en: `First save what is there: ${saveFirst(seen).en}. Then a person compacts, defragments and disarms: ${commands}.`,
      ko: `먼저 데이터를 저장합니다: ${saveFirst(seen).ko}. 그다음 사람이 compact, defrag, alarm disarm을 해야 합니다: ${commands}.`,
    },
    evidence,
  );
};

/** etcd itself compared its members' hashes and found them to differ; disarming only makes it stop saying so. */
export const corruptAlarm = (
  seen: Observation,
  alarms: readonly string[],
  evidence: readonly Words[],
): Finding => {
  return refusing(
    'pair-disagrees',
    [],
    {
      en: `etcd itself found that its members' data differ (${alarms.join(', ')}).`,
      ko: `etcd가 스스로 멤버 간 데이터 불일치를 확인했습니다(${alarms.join(', ')}).`,
    },
    {
      en: `Change nothing and never disarm this alarm: the data stay different. Save what each member holds: ${saveFirst(seen).en}; compare \`endpoint hashkv\` of all three, then a person decides which one holds the truth and replaces or restores the others.`,
      ko: `아무것도 변경하지 말고 이 알람을 절대 disarm하지 마세요. disarm해도 데이터는 여전히 다릅니다. 각 멤버의 데이터를 저장하고(${saveFirst(seen).ko}) 세 대의 \`endpoint hashkv\`를 비교한 뒤, 어느 쪽 데이터가 맞는지 사람이 결정해 나머지를 교체하거나 복원해야 합니다.`,
    },
    evidence,
  );
};

export const otherErrors = (
  seen: Observation,
  errors: readonly string[],
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding => {
  const command = etcdctlLine(seen, healthy, 'alarm list');
  return refusing(
    'not-enough-seen',
    [],
    {
      en: `etcd reports ${counted(errors.length, 'alarm or error', 'alarms or errors')} unknown to this bot: ${errors.join(', ')}.`,
      ko: `etcd가 이 봇이 모르는 알람 또는 오류 ${errors.length}건을 알립니다: ${errors.join(', ')}.`,
    },
    {
      en: `A person looks first: ${command}, and the errors of \`endpoint status -w json\` there.`,
      ko: `사람이 먼저 확인하세요: ${command}, 그리고 \`endpoint status -w json\`의 errors 항목.`,
    },
    evidence,
    'unsure',
  );
};

/** It answers, and knows no leader in either look: it has lost sight of the others, which is nothing of its data. */
export const leaderless = (
  seen: Observation,
  blind: readonly Answering[],
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding => {
  const who = names(blind.map(each => each.master.instance));
  const command = etcdctlLine(seen, blind, 'endpoint status -w json');
  return refusing(
    'not-enough-seen',
    [],
    {
      en: `${blind.length} of ${healthy.length} healthy members know no leader in either look (${who}); nothing of their data was seen to differ.`,
      ko: `정상으로 응답하는 멤버 ${healthy.length}대 중 ${blind.length}대가 두 번의 점검 모두에서 리더를 모릅니다(${who}). 데이터 차이는 확인되지 않았습니다.`,
    },
    {
      en: `Change nothing. Look at port 2380 between the masters and at the peer certificates, then ask again: ${command}.`,
      ko: `아무것도 변경하지 마세요. 마스터 간 2380 포트와 peer 인증서를 확인한 뒤 다시 점검하세요: ${command}.`,
    },
    evidence,
    'unsure',
  );
};

/** What differs was not so in both looks: an election, most often. */
export const unsettled = (
  healthy: readonly Answering[],
  why: readonly Words[],
  evidence: readonly Words[],
): Finding => {
  const what = joined(why);
  return refusing(
    'not-enough-seen',
    [],
    {
      en: `The ${healthy.length} healthy members were seen in the middle of a change, not twice the same: ${what.en}.`,
      ko: `정상 멤버 ${healthy.length}대의 상태가 바뀌는 중에 점검되어 두 번의 결과가 같지 않습니다. ${what.ko}.`,
    },
    {
      en: 'Ask again in a minute; an election takes seconds.',
      ko: '1분 뒤 다시 점검하세요. 리더 선출은 몇 초면 끝납니다.',
    },
    evidence,
    'unsure',
  );
};
