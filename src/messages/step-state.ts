import { isAnswered } from '../runs/next.ts';
import type { Run, StepRun } from '../runs/run.ts';
import { hasExpired } from '../runs/step-run.ts';
import { whoApproved } from '../runs/window.ts';
import type { Locale, Words } from '../words.ts';
import { bold, line, type Piece, piece, when, whoAll } from './blocks.ts';
import { outcomeMark, outcomeWords } from './names.ts';
import { place } from './run-state.ts';
import { flat } from './text.ts';

const words = {
  approvals: { en: 'Waiting for approval', ko: '승인 대기' },
  of: { en: ' of ', ko: '/' },
  approvedBy: { en: 'Approved by ', ko: '승인: ' },
  checking: { en: ', checking the state once more.', ko: ' · 상태를 한 번 더 확인하는 중입니다.' },
  settle: {
    en: 'Nobody can tell whether this happened. Look, then say so.',
    ko: '수행 여부를 봇이 확인할 수 없습니다. 직접 확인 후 선택하세요.',
  },
  stuck: {
    en: 'The run stands still here. Look, then decide.',
    ko: '여기서 멈췄습니다. 확인 후 선택하세요.',
  },
  expired: {
    en: 'Expired without enough answers: what was given is lost. ',
    ko: '응답이 부족한 채 만료되어 그 전의 승인은 무효입니다. ',
  },
  maybe: { en: 'This step may no longer be needed.', ko: '이 단계는 더 이상 필요 없을 수 있습니다.' },
  running: { en: 'Running since ', ko: '실행 중, 시작 ' },
  atWork: { en: 'In progress since ', ko: '진행 중, 시작 ' },
  reading: {
    en: 'The command is over; reading the world back.',
    ko: '명령은 끝났고 결과 상태를 확인 중입니다.',
  },
  looking: { en: 'Reading …', ko: '상태 확인 중 …' },
  glass: { en: 'break-glass', ko: '비상 승인' },
  dropped: { en: 'Not done: the plan changed.', ko: '계획 변경으로 실행하지 않았습니다.' },
  over: { en: 'Not done: the run ended before.', ko: '그 전에 복구가 끝나 실행하지 않았습니다.' },
  cancelAsked: { en: ' Cancellation is asked for.', ko: ' 취소를 요청했습니다.' },
} satisfies Record<string, Words>;

const mark = (step: StepRun): string => {
  if (step.settled && step.state === 'settled') return outcomeMark[step.settled.outcome];
  if (step.state === 'asking' && !isAnswered(step))
    return step.asked?.ask === 'settle' || step.asked?.ask === 'stuck' ? '⚠️' : '✋';
  return step.state === 'dropped' ? '➖' : '⏳';
};

/** `✋ 2/5 Move the leader`, with what came of it once that is known. */
export const stepTitle = (run: Run, step: StepRun, locale: Locale): string => {
  const { n, of } = place(run, step);
  const outcome =
    step.state === 'settled' && step.settled ? ` · ${outcomeWords[step.settled.outcome][locale]}` : '';
  const glass = step.glass ? ` · 🚨 ${words.glass[locale]}` : '';
  return `${mark(step)} ${n}/${of} ${flat(step.planned.title[locale])}${outcome}${glass}`;
};

const approvalState = (step: StepRun, locale: Locale): Piece[] => {
  const approved = whoApproved(step);
  const people = step.asked?.people ?? 0;
  const count = `${words.approvals[locale]} ${approved.length}${words.of[locale]}${people}`;
  const by = approved.length === 0 ? [] : [piece(': '), ...whoAll(approved)];
  return [bold(count), ...by];
};

/** Before anything is read: the answer is known, and nobody has to give another. */
const answeredState = (step: StepRun, locale: Locale): Piece[] => {
  const by = step.answers.every(({ answer }) => answer === 'approve') ? whoApproved(step) : [];
  return by.length === 0
    ? [piece(words.looking[locale])]
    : [bold(words.approvedBy[locale]), ...whoAll(by), piece(words.checking[locale])];
};

const askState = (step: StepRun, locale: Locale): Piece[] => {
  if (hasExpired(step)) return [bold(words.expired[locale])];
  if (isAnswered(step)) return answeredState(step, locale);
  switch (step.asked?.ask) {
    case 'settle':
      return [bold(words.settle[locale])];
    case 'stuck':
      return [bold(words.stuck[locale])];
    case 'approve-or-skip':
      return [bold(`${words.maybe[locale]} `), ...approvalState(step, locale)];
    default:
      return approvalState(step, locale);
  }
};

/** Its turn, and nobody is asked now. */
export const isBusy = ({ state }: StepRun): boolean =>
  state === 'to-come' || state === 'running' || state === 'ended';

/** An abort that was taken by what runs; until then a note says why not. */
const isCancelled = (step: StepRun): boolean =>
  step.notes.some(note => note.about === 'cancel' && note.at >= (step.began?.at ?? 0));

/** A step that asks nobody is one piece from its turn until it is read back: nothing that is decided lies between. */
export const runsByItself = ({ planned, asked }: StepRun): boolean => planned.people === 0 && asked === null;

const turnAt = (run: Run, step: StepRun): number =>
  run.steps.slice(0, run.steps.indexOf(step)).findLast(each => each.settled)?.settled?.at ?? run.startedAt;

const running = (label: Words, since: number, step: StepRun, locale: Locale): Piece[] => [
  piece(label[locale]),
  when(since),
  piece(step.task ? ` · bosh task ${step.task}` : ' '),
  ...(isCancelled(step) ? [bold(words.cancelAsked[locale])] : []),
];

const state = (run: Run, step: StepRun, locale: Locale): Piece[] => {
  if (isBusy(step) && runsByItself(step) && !run.finished)
    return running(words.atWork, turnAt(run, step), step, locale);
  switch (step.state) {
    case 'to-come':
      return [piece(run.finished ? words.over[locale] : words.looking[locale])];
    case 'asking':
      return askState(step, locale);
    case 'running':
      return running(words.running, step.began?.at ?? run.lastAt, step, locale);
    case 'ended':
      return [piece(words.reading[locale])];
    case 'settled':
      return [];
    case 'dropped':
      return [piece(words.dropped[locale])];
  }
};

/** Where the step stands, as the line below its title; nothing where the title says it all. */
export const stepState = (run: Run, step: StepRun, locale: Locale) => {
  const pieces = state(run, step, locale);
  return pieces.length === 0 ? [] : [line(...pieces)];
};
