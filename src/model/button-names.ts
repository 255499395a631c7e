import type { Words } from '../words.ts';
import type { Answer } from './click.ts';

/** What stands on each button, and what is said of it afterwards. */
export const answerNames: Readonly<Record<Answer, Words>> = {
  approve: { en: 'Approve', ko: '승인' },
  abort: { en: 'Abort', ko: '중단' },
  skip: { en: 'Skip this step', ko: '이 단계 건너뛰기' },
  again: { en: 'Try again', ko: '다시 시도' },
  happened: { en: 'It happened', ko: '실제로 수행됨' },
};
export const buttonNames = {
  takeOver: { en: 'Take over', ko: '인수' },
  breakGlass: { en: 'Break glass …', ko: '비상 승인 …' },
  approveLoss: { en: 'Approve (quorum is lost)', ko: '승인 (쿼럼을 잃음)' },
  askAgain: { en: 'Ask again', ko: '다시 요청' },
  abortRun: { en: 'Abort the run', ko: '복구 중단' },
  start: { en: 'Start recovery', ko: '복구 시작' },
  look: { en: 'Look closer', ko: '자세히 보기' },
  save: { en: 'Save snapshots', ko: '스냅샷 저장' },
  refresh: { en: 'Read again', ko: '다시 확인' },
  back: { en: 'Back', ko: '돌아가기' },
  goOn: { en: 'Go on', ko: '계속' },
} as const satisfies Record<string, Words>;
