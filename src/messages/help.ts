import { josa, type Locale, nearest, type Words } from '../words.ts';
import { bold, code, header, type KnownBlock, line, list, piece, rich } from './blocks.ts';
import { type Card, card } from './drawn.ts';

/** Every verb of `/pks`, as it is typed. Exported for its tests. */
export const verbs: readonly { readonly name: string; readonly usage: string; readonly words: Words }[] = [
  {
    name: 'etcd-status',
    usage: '/pks etcd-status [cluster]',
    words: {
      en: 'Reads a cluster and says what is wrong. Changes nothing.',
      ko: '클러스터를 읽고 진단합니다. 변경 없음.',
    },
  },
  {
    name: 'recover',
    usage: '/pks recover [cluster] [--route gentle|original|<cure>]',
    words: {
      en: 'Posts the plan of a recovery. Each change waits for approval.',
      ko: '복구 계획을 올립니다. 변경 작업마다 승인을 받습니다.',
    },
  },
  {
    name: 'approve',
    usage: '/pks approve [run] [code]',
    words: {
      en: 'The same as the button, where there is none: shows what is asked with a code, then takes the code.',
      ko: '버튼을 쓸 수 없을 때 승인합니다. 먼저 내용과 코드를 보여 주고, 코드를 입력하면 반영합니다.',
    },
  },
  {
    name: 'skip',
    usage: '/pks skip|again|happened [run] [code]',
    words: {
      en: 'The other answers, in the same way; a skip with its reason behind the code.',
      ko: '다른 응답(건너뛰기, 다시 시도, 실제로 수행됨)도 같은 방식입니다. 건너뛰기는 코드 뒤에 사유를 씁니다.',
    },
  },
  {
    name: 'break-glass',
    usage: '/pks break-glass [run] [code] [why]',
    words: {
      en: 'For BREAK_GLASS_GROUP: your approval alone is enough until the run ends. Everybody is told why.',
      ko: 'BREAK_GLASS_GROUP 구성원 전용: 복구가 끝날 때까지 본인 승인 1명으로 진행합니다. 사유가 모두에게 공지됩니다.',
    },
  },
  {
    name: 'abort',
    usage: '/pks abort [run]',
    words: {
      en: 'Starts no further step; what runs now is asked to stop.',
      ko: '다음 단계를 시작하지 않고, 실행 중인 명령에는 취소를 요청합니다.',
    },
  },
  {
    name: 'takeover',
    usage: '/pks takeover [run]',
    words: {
      en: 'You become the owner of a run: you may ask again and abort it, and your own approvals of it do not count.',
      ko: '복구의 담당자가 됩니다. 다시 요청하거나 중단할 수 있고, 본인의 승인은 인정되지 않습니다.',
    },
  },
  {
    name: 'snapshot',
    usage: '/pks snapshot [cluster]',
    words: {
      en: 'Saves a snapshot of every master whose etcd answers, also where every cure is refused. Changes nothing; one approver is asked, once an hour.',
      ko: 'etcd가 응답하는 모든 마스터의 스냅샷을 저장합니다. 복구가 거부된 경우에도 가능하며 변경은 없습니다. 승인자 1명이 필요하고 한 시간에 한 번만 저장합니다.',
    },
  },
  {
    name: 'record',
    usage: '/pks record [cluster]',
    words: {
      en: 'Writes what the bot sees of a cluster into a file on its host, secrets masked: an incident as a test. Changes nothing.',
      ko: '봇이 보는 클러스터 상태를 시크릿을 가리고 봇 호스트에 파일로 남깁니다. 장애를 테스트로 재현할 수 있습니다. 변경 없음.',
    },
  },
  {
    name: 'restored',
    usage: '/pks restored [cluster]',
    words: {
      en: 'Records that a person restored the key space, so that its smaller revision counts. Two other approvers type the same within an hour.',
      ko: '사람이 etcd를 복원했음을 기록합니다. 낮아진 revision이 기준이 됩니다. 다른 승인자 2명도 한 시간 안에 입력해야 합니다.',
    },
  },
  {
    name: 'accept-journal',
    usage: '/pks accept-journal',
    words: {
      en: 'Where the bot says that its journal is gone, older or another one: go on with the one that is there.',
      ko: '저널이 없어졌거나 오래되었거나 다르다고 봇이 알릴 때, 지금 저널로 계속합니다.',
    },
  },
  { name: 'runs', usage: '/pks runs', words: { en: 'The newest runs.', ko: '최근 복구 목록.' } },
  {
    name: 'run',
    usage: '/pks run show <run>',
    words: { en: 'Where a run stands, also a finished one.', ko: '복구 한 건의 상태(끝난 것 포함).' },
  },
  {
    name: 'report',
    usage: '/pks report [run]',
    words: {
      en: 'The whole report of a run as a file, to print and for the postmortem.',
      ko: '복구 보고서 파일(인쇄용, postmortem용).',
    },
  },
  {
    name: 'doctor',
    usage: '/pks doctor',
    words: {
      en: 'Tools on the jump host, and what the bot itself lacks.',
      ko: '점프 호스트의 도구와 봇 자체 점검.',
    },
  },
  { name: 'version', usage: '/pks version', words: { en: 'Versions.', ko: '버전.' } },
  { name: 'help', usage: '/pks help', words: { en: 'This list.', ko: '이 목록.' } },
];

/** Exported for its tests. */
export const nearestVerb = (typed: string): string | null =>
  nearest(
    typed,
    verbs.map(({ name }) => name),
  );

const unknown = (typed: string, nearest: string | null): Words => ({
  en: `I do not know "${typed}". ${nearest ? `Did you mean /pks ${nearest}?` : 'This is what I know:'} Nothing was done.`,
  ko: `${josa(`"${typed}"`, '은/는')} 모르는 명령입니다. ${nearest ? `혹시 /pks ${nearest} 인가요?` : '사용할 수 있는 명령:'} 아무것도 실행하지 않았습니다.`,
});

/** All verbs. `typed`: an unknown one. */
export const help = (typed: string | null, locale: Locale): Card => {
  const lead = typed === null ? null : unknown(typed.slice(0, 60), nearestVerb(typed))[locale];
  const entries = (room: number) =>
    list(verbs.map(verb => [code(verb.usage), piece(`\n${verb.words[locale]}`, room)]));
  return card(lead ?? 'pks-rescue: /pks etcd-status, /pks recover', (room): KnownBlock[] => [
    ...(lead === null ? [header('pks-rescue')] : [rich(line(bold(lead, room.chars)))]),
    rich(entries(room.chars)),
  ]);
};
