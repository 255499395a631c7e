import type { Person } from '../model/person.ts';
import type { Doubt } from '../ports/sealing.ts';
import { josa, text, type Words } from '../words.ts';

const whys: Readonly<Record<Doubt, Words>> = {
  forged: {
    en: 'no bot of this store took it: somebody wrote it into the journal, or copied it from elsewhere',
    ko: '이 저장소의 봇이 받은 응답이 아닙니다. 누군가 저널에 직접 썼거나 다른 곳에서 복사했습니다',
  },
  'key-lost': {
    en: 'the key that it was signed with is in no RECORD_KEY_FILE of this bot',
    ko: '서명한 키가 이 봇의 RECORD_KEY_FILE에 없습니다',
  },
  unsigned: {
    en: 'it was given before this bot signed answers',
    ko: '봇이 응답에 서명하기 전에 한 응답입니다',
  },
};

type Answered = { readonly step: string; readonly by: Person; readonly at: number; readonly kind: string };

/** What stands in the thread of an answer that is in the journal and counts for nothing. */
export const notCounted = ({ step, by: { name }, at, kind }: Answered, unproven: Doubt) => {
  const [time, why] = [new Date(at).toISOString().slice(11, 19), whys[unproven]];
  const what: Words = kind === 'glass-broken' ? text('break-glass', '비상 승인') : text('answer', '응답');
  const words: Words = {
    en: `The ${what.en} of ${name} at ${time} UTC does not count: ${why.en}. Where it is still asked, answer again.`,
    ko: `${name} 님의 ${time} UTC ${josa(what.ko, '은/는')} 인정되지 않습니다: ${why.ko}. 아직 묻고 있다면 다시 응답하세요.`,
  };
  return { kind: 'noted', step, at, words } as const;
};
