import { shortInstance } from '../model/instance.ts';
import { counted, joined, text, type Words } from '../words.ts';
import { type Finding, refusing } from './finding.ts';
import { askAgain, etcdctlMove, restoreByHand, saveFirst } from './human-moves.ts';
import type { Observation } from './observation.ts';
import type { Answering } from './quorum.ts';
import { firstOf, names } from './sentences.ts';
import type { ByHand } from './verdict-types.ts';

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
      caution: text(
        `${one.en} First save what each of them holds; then a person decides which one holds the truth, and replaces the others or restores.`,
        `${one.ko} 먼저 각 멤버의 데이터를 저장하고, 그다음 어느 쪽 데이터가 맞는지 사람이 결정해 나머지를 교체하거나 복원합니다.`,
      ),
      moves: [...saveFirst(seen), ...restoreByHand(seen)],
    },
    evidence,
  );
};

/** What a person does with a cluster that came back empty. */
export const dataAreGone = (seen: Observation): ByHand => ({
  caution: text(
    'Stop writers and keep the disks as they are. First save what is there, then restore the last good backup.',
    '쓰기를 멈추고 디스크를 그대로 둡니다. 먼저 현재 데이터를 저장한 뒤 마지막 정상 백업을 복원하세요.',
  ),
  moves: [...saveFirst(seen), ...restoreByHand(seen)],
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
      caution: text(
        'Change nothing and never disarm this alarm: the data stay different. Save what each member holds and compare their hashes; then a person decides which one holds the truth and replaces or restores the others.',
        '아무것도 변경하지 말고 이 알람을 절대 disarm하지 마세요. disarm해도 데이터는 여전히 다릅니다. 각 멤버의 데이터를 저장하고 해시를 비교한 뒤, 어느 쪽 데이터가 맞는지 사람이 결정해 나머지를 교체하거나 복원해야 합니다.',
      ),
      moves: [
        ...saveFirst(seen),
        ...seen.masters.map(({ instance }) =>
          etcdctlMove(
            seen,
            instance,
            'endpoint hashkv -w json',
            text(`the hash of ${shortInstance(instance)}`, `${shortInstance(instance)}의 해시`),
            text(
              'compare hash and compact_revision with the others',
              '다른 멤버와 해시, compact_revision 비교',
            ),
          ),
        ),
      ],
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
  return refusing(
    'not-enough-seen',
    [],
    {
      en: `etcd reports ${counted(errors.length, 'alarm or error', 'alarms or errors')} unknown to this bot: ${errors.join(', ')}.`,
      ko: `etcd가 이 봇이 모르는 알람 또는 오류 ${errors.length}건을 알립니다: ${errors.join(', ')}.`,
    },
    {
      caution: text('A person looks first.', '사람이 먼저 확인하세요.'),
      moves: ['alarm list', 'endpoint status -w json'].map(verb =>
        etcdctlMove(
          seen,
          firstOf(healthy),
          verb,
          text(`what \`${verb}\` says`, `\`${verb}\` 결과`),
          text('an alarm or `errors` that support knows', '지원팀이 아는 알람 또는 `errors` 항목'),
        ),
      ),
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
  return refusing(
    'not-enough-seen',
    [],
    {
      en: `${blind.length} of ${healthy.length} healthy members know no leader in either look (${who}); nothing of their data was seen to differ.`,
      ko: `정상으로 응답하는 멤버 ${healthy.length}대 중 ${blind.length}대가 두 번의 점검 모두에서 리더를 모릅니다(${who}). 데이터 차이는 확인되지 않았습니다.`,
    },
    {
      caution: text(
        'Change nothing. Look at port 2380 between the masters and at the peer certificates, then ask again.',
        '아무것도 변경하지 마세요. 마스터 간 2380 포트와 peer 인증서를 확인한 뒤 다시 점검하세요.',
      ),
      moves: [askAgain(seen, firstOf(blind))],
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
      ko: `정상노드 ${healthy.length}대의 상태가 바뀌는 중에 점검되어 두 번의 결과가 같지 않습니다. ${what.ko}.`,
    },
    {
      en: 'Ask again in a minute; an election takes seconds.',
      ko: '1분 뒤 다시 점검하세요. 리더 선출은 몇 초면 끝납니다.',
    },
    evidence,
    'unsure',
  );
};
