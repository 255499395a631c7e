import type { Step } from '../runbooks/runbook.ts';
import type { Words } from '../words.ts';
import type { PlannedStep } from './events.ts';
import { stepDigest } from './steps.ts';

const told = ['title', 'risk', 'before', 'after'] as const;
const names = {
  title: { en: 'title', ko: '제목' },
  risk: { en: 'risk', ko: '위험' },
  before: { en: 'before', ko: '실행 전 조건' },
  after: { en: 'after', ko: '실행 후 상태' },
} as const;

const code: Words = {
  en: 'its guards, its command or its proof are built differently',
  ko: '조건, 명령 또는 확인 방법의 구현이 다릅니다',
};

/** How this bot's declaration of a step differs from the one that was planned, planned and now; null where it is the same. */
export const differenceOf = (planned: PlannedStep, step: Step, lineNow: string | null): Words | null => {
  if (stepDigest(step) === planned.digest) return null;
  const words = told
    .filter(name => planned[name].en !== step[name].en || planned[name].ko !== step[name].ko)
    .map(name => ({
      en: `${names[name].en}: planned "${planned[name].en}", now "${step[name].en}"`,
      ko: `${names[name].ko}: 계획 "${planned[name].ko}", 현재 "${step[name].ko}"`,
    }));
  const line =
    lineNow === null || lineNow === planned.line
      ? []
      : [
          {
            en: `command: planned "${planned.line}", now "${lineNow}"`,
            ko: `명령: 계획 "${planned.line}", 현재 "${lineNow}"`,
          },
        ];
  const all = [...words, ...line, ...(words.length === 0 ? [code] : [])];
  return {
    en: `This bot declares this step differently from the bot that planned the run: ${all.map(w => w.en).join('; ')}. Approve it as it is now, start the old version again, or abort.`,
    ko: `이 복구를 계획한 봇과 이 봇의 단계 정의가 다릅니다: ${all.map(w => w.ko).join('; ')}. 현재 정의를 승인하거나, 이전 버전을 다시 시작하거나, 중단하세요.`,
  };
};
