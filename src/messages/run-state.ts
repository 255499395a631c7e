import { isAnswered } from '../runs/next.ts';
import { currentStep, openAsk, type Run, type StepRun } from '../runs/run.ts';
import type { Words } from '../words.ts';
import { runOutcomeMark, runOutcomeWords } from './names.ts';

/** What a run is doing, in the words of its headline. */
type RunState = { readonly mark: string; readonly words: Words };

const states = {
  planned: { mark: '🛟', words: { en: 'planned, nothing has run yet', ko: '계획만 작성됨(실행 전)' } },
  asking: { mark: '✋', words: { en: 'waiting for approval', ko: '승인 대기' } },
  outage: { mark: '🔴', words: { en: 'waiting, etcd is kept down', ko: '응답 대기, etcd를 멈춰 둔 상태' } },
  stuck: { mark: '⚠️', words: { en: 'somebody has to decide', ko: '판단 필요' } },
  answered: { mark: '⏳', words: { en: 'answered, in progress', ko: '응답 확인, 진행 중' } },
  running: { mark: '⏳', words: { en: 'running', ko: '진행 중' } },
  aborting: { mark: '🛑', words: { en: 'aborting', ko: '중단 처리 중' } },
} satisfies Record<string, RunState>;

/** Of the step that the run stands at: the world is read for it before anybody is asked, and nothing of it runs. */
const lookedAt: Words = { en: 'looked at first, not begun', ko: '실행 전 확인 중' };

/** From its start until the world was read back: one state, for what it does in detail stands in its own message. */
const isAtWork = ({ state }: StepRun): boolean => state === 'running' || state === 'ended';

/** What the step that the run stands at is doing. */
export const nowWords = (run: Run, step: StepRun): Words => {
  const state = runState(run);
  return step.state === 'to-come' && state === states.running && step.planned.people > 0
    ? lookedAt
    : state.words;
};

export const nothingRan = (run: Run): boolean => run.steps.every(step => !step.began && !step.settled);

export const runState = (run: Run): RunState => {
  if (run.finished)
    return { mark: runOutcomeMark[run.finished.outcome], words: runOutcomeWords[run.finished.outcome] };
  const open = openAsk(run);
  if (open && !isAnswered(open.step) && open.asked.ownOutage) return states.outage;
  if (open && !isAnswered(open.step))
    return open.asked.ask === 'approve' || open.asked.ask === 'approve-or-skip'
      ? states.asking
      : states.stuck;
  if (run.abort) return states.aborting;
  const current = currentStep(run);
  if (open || (current && isAtWork(current) && current.answers.length > 0)) return states.answered;
  return nothingRan(run) ? states.planned : states.running;
};

/** Steps that still count: what a new plan replaced is not among them. */
export const countedSteps = (run: Run): readonly StepRun[] =>
  run.steps.filter(step => step.state !== 'dropped');

/** `3 of 6`; the place of a replaced step is told by its old plan. */
export const place = (run: Run, step: StepRun): { n: number; of: number } => {
  const steps = step.state === 'dropped' ? run.steps : countedSteps(run);
  return { n: steps.indexOf(step) + 1, of: steps.length };
};

export const nowAt = (run: Run): StepRun | null => (run.finished ? null : currentStep(run));
