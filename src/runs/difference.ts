import type { Step } from '../runbooks/runbook.ts';
import { joined, type Words } from '../words.ts';
import type { PlannedStep } from './events.ts';
import type { StepRun } from './run.ts';
import { versionOf } from './steps.ts';

const told = ['title', 'risk', 'before', 'after'] as const;
const names = {
  title: { en: 'title', ko: '제목' },
  risk: { en: 'risk', ko: '위험' },
  before: { en: 'before', ko: '실행 전 조건' },
  after: { en: 'after', ko: '실행 후 상태' },
} as const;

const code: Words = {
  en: 'its guards, its command, when it is left out, or how its result is read are built differently',
  ko: '조건, 명령, 생략 기준 또는 결과 확인 방법의 구현이 다릅니다',
};

const differing = (planned: PlannedStep, step: Step, lineNow: string | null): readonly Words[] => {
  const words = told
    .filter(name => planned[name].en !== step[name].en || planned[name].ko !== step[name].ko)
    .map(name => ({
      en: `${names[name].en}: planned "${planned[name].en}", now "${step[name].en}"`,
      ko: `${names[name].ko}: 계획 "${planned[name].ko}", 현재 "${step[name].ko}"`,
    }));
  if (lineNow === null || lineNow === planned.line) return words;
  const line = {
    en: `command: planned "${planned.line}", now "${lineNow}"`,
    ko: `명령: 계획 "${planned.line}", 현재 "${lineNow}"`,
  };
  return [...words, line];
};

const since = {
  planned: { en: 'planned the run', ko: '이 복구를 계획한' },
  began: { en: 'began it', ko: '단계를 시작한' },
} as const;

/** `then`: a version, or what there was before steps had any, which tells nothing. */
const howItDiffers = (
  planned: PlannedStep,
  step: Step,
  { then, bot, lineNow }: { readonly then: string; readonly bot: Words; readonly lineNow: string | null },
): Words => {
  const parts = differing(planned, step, lineNow);
  if (!/^v[1-9]/.test(then)) {
    const list = joined(parts);
    return {
      en: `The bot that ${bot.en} kept no version of this step, so nobody can tell whether this bot's is the same${list.en && `: ${list.en}`}.`,
      ko: `${bot.ko} 봇이 단계 버전을 남기지 않아 이 봇의 단계와 같은지 알 수 없습니다${list.ko && `: ${list.ko}`}.`,
    };
  }
  const isTold = told.some(name => planned[name].en !== step[name].en || planned[name].ko !== step[name].ko);
  const list = joined([...parts, ...(isTold ? [] : [code])]);
  return {
    en: `This bot declares this step differently from the bot that ${bot.en}: ${list.en}.`,
    ko: `${bot.ko} 봇과 이 봇의 단계 정의가 다릅니다: ${list.ko}.`,
  };
};

/** How this bot's declaration of a step differs from the one that was planned, planned and now; null where it is the same. */
export const differenceOf = (planned: PlannedStep, step: Step, lineNow: string | null): Words | null => {
  if (step.version === planned.version) return null;
  const { en, ko } = howItDiffers(planned, step, { then: versionOf(planned), bot: since.planned, lineNow });
  return {
    en: `${en} Approve it as it is now, start the old version again, or abort.`,
    ko: `${ko} 현재 정의를 승인하거나, 이전 버전을 다시 시작하거나, 중단하세요.`,
  };
};

/** For an act that another declaration began, why this bot's proof alone does not say what came of it; null where the
 *  declaration is the same. `shown`: that of an ask in which a person has seen the difference. */
export const otherDeclaration = (at: StepRun, step: Step, shown?: string): Words | null => {
  const then = shown ?? at.began?.declared ?? versionOf(at.planned);
  if (then === versionOf(step)) return null;
  const { en, ko } = howItDiffers(at.planned, step, { then, bot: since.began, lineNow: null });
  return {
    en: `${en} So what it reads is shown and concludes nothing by itself; the old version, started again, would conclude.`,
    ko: `${ko} 그래서 읽은 내용을 보여 주기만 하고 스스로 판단하지 않습니다. 이전 버전을 다시 시작하면 그 봇이 판단합니다.`,
  };
};
