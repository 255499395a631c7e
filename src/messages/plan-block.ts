import type { types } from '@slack/bolt';
import type { PlannedStep } from '../runs/events.ts';
import { isAnswered } from '../runs/next.ts';
import type { Run, StepRun } from '../runs/run.ts';
import { type Locale, same, type Words } from '../words.ts';
import { bold, code, type KnownBlock, line, piece, rich, said } from './blocks.ts';
import type { Room } from './drawn.ts';
import { outcomeWords } from './names.ts';
import { countedSteps, nothingRan, nowAt, nowWords, place } from './run-state.ts';
import { lineInChannel } from './shown-line.ts';
import { cut, cutMiddle, flat } from './text.ts';

const words = {
  risk: { en: 'Risk: ', ko: '위험: ' },
  before: { en: 'Before: ', ko: '실행 전 조건: ' },
  after: { en: 'After: ', ko: '실행 후 확인: ' },
  byItself: { en: 'runs by itself', ko: '자동 실행' },
  together: { en: 'asked together with the one before', ko: '앞 단계와 함께 승인' },
  waiting: { en: 'waits for an answer', ko: '응답 대기' },
  answered: { en: 'answered, in progress', ko: '응답 확인, 진행 중' },
  running: { en: 'running', ko: '진행 중' },
  reading: { en: 'reading back', ko: '결과 확인 중' },
  dropped: { en: 'not done, the plan changed', ko: '계획 변경으로 실행 안 함' },
  inThread: { en: 'Every step in full is in the thread.', ko: '각 단계 전체 내용은 스레드에 있습니다.' },
} satisfies Record<string, Words>;

const planTitle = (run: Run, locale: Locale): string => {
  const [current, of] = [nowAt(run), countedSteps(run).length];
  if (!current || nothingRan(run))
    return locale === 'ko' ? `계획: ${of}단계` : `Plan: ${of} ${of === 1 ? 'step' : 'steps'}`;
  const { n } = place(run, current);
  return locale === 'ko' ? `계획: ${of}단계 중 ${n}단계` : `Plan: step ${n} of ${of}`;
};

export const asks = (people: number): Words =>
  people === 0
    ? words.byItself
    : { en: people === 1 ? 'asks 1 person' : `asks ${people} people`, ko: `승인 ${people}명 필요` };

/** How many people the plan says that it asks, as far as can be told; of a window, its first step asks for all. */
export const asksOf = (run: Run, { planned }: StepRun): Words => {
  const before = run.steps[run.steps.findIndex(each => each.planned === planned) - 1];
  const isLater = planned.window !== undefined && before?.planned.window === planned.window;
  return isLater ? words.together : asks(planned.people);
};

const stateWords = (run: Run, step: StepRun): Words => {
  switch (step.state) {
    case 'to-come':
      return step === nowAt(run) && !nothingRan(run) ? nowWords(run, step) : asksOf(run, step);
    case 'asking':
      return isAnswered(step) ? words.answered : words.waiting;
    case 'running':
    case 'ended':
      return step.answers.length > 0 ? words.answered : words.running;
    case 'settled':
      return step.settled ? outcomeWords[step.settled.outcome] : words.reading;
    case 'dropped':
      return words.dropped;
  }
};

/** It asks nobody: its look, its command and what is read back are one. */
const isTurnOfItself = (run: Run, step: StepRun): boolean =>
  step.state === 'to-come' && step.planned.people === 0 && step === nowAt(run) && !nothingRan(run);

const status = (run: Run, step: StepRun): types.TaskCardBlock['status'] => {
  if (isTurnOfItself(run, step)) return 'in_progress';
  if (step.state === 'to-come' || step.state === 'dropped') return 'pending';
  if (step.state !== 'settled') return 'in_progress';
  return step.settled?.outcome === 'failed' || step.settled?.outcome === 'cancelled' ? 'error' : 'complete';
};

const uuids = /([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Without what every line of the plan has in common. */
const brief = (line: string): string =>
  flat(line)
    .replace(' -n --tty --no-color', '')
    .replace(/ -d \S+/, '')
    .replace(' --results --json -c', '')
    .replaceAll(uuids, '$1…');

const sentences = (step: PlannedStep, room: Room, locale: Locale): string =>
  [
    { label: words.risk, value: step.risk },
    { label: words.before, value: step.before },
    { label: words.after, value: step.after },
  ]
    .filter(({ value }) => value[locale] !== '')
    .map(({ label, value }) => `\n${label[locale]}${cut(flat(value[locale]), room.chars)}`)
    .join('');

/** The command line, what it risks, what must be true before and after. */
export const planPieces = (step: PlannedStep, room: Room, locale: Locale): types.RichTextElement[] => [
  code(cutMiddle(flat(lineInChannel(step, locale)), room.chars)),
  ...said(same(sentences(step, room, locale)), locale),
];

/** Below the first a card has room for a short command line, below the second for its title alone. The whole of it then
 *  stands in the thread (plan-details.ts). */
const wholeRoom = 140;
const lineRoom = 70;

const details = (step: StepRun, room: Room, locale: Locale): types.RichTextElement[] => {
  if (room.chars < lineRoom || step.state === 'dropped') return [];
  if (step.settled)
    return [piece('\n'), ...said(step.settled.words, locale, Math.max(120, Math.min(room.chars, 300)))];
  return room.chars < wholeRoom
    ? [piece('\n'), code(cutMiddle(brief(lineInChannel(step.planned, locale)), room.chars))]
    : [piece('\n'), ...planPieces(step.planned, room, locale)];
};

const titleOf = (run: Run, step: StepRun, room: Room, locale: Locale): string => {
  const number = step.state === 'dropped' ? '–' : `${countedSteps(run).indexOf(step) + 1}.`;
  const title = cut(flat(step.planned.title[locale]), Math.min(room.chars, 120));
  return `${number} ${title} · ${stateWords(run, step)[locale]}`;
};

const wentWrong: ReadonlySet<string | undefined> = new Set(['failed', 'cancelled']);
/** Where the run stands, with the step before and the next one; of one that is over, what went wrong, else its last step. */
const around = (run: Run): readonly StepRun[] => {
  const current = nowAt(run);
  if (current) {
    const steps = countedSteps(run);
    const at = steps.indexOf(current);
    return steps.slice(Math.max(0, at - 1), at + 2);
  }
  const wrong = run.steps.filter(step => wentWrong.has(step.settled?.outcome));
  return wrong.length > 0 ? wrong.slice(-3) : run.steps.slice(-1);
};

/** Where the run stands in its plan. */
export const planBlock = (run: Run, room: Room, locale: Locale): KnownBlock => ({
  type: 'plan',
  title: planTitle(run, locale),
  tasks: around(run).map(step => ({
    type: 'task_card',
    task_id: `${run.steps.indexOf(step) + 1}`,
    title: cut(titleOf(run, step, room, locale), 150),
    status: status(run, step),
  })),
});

/** Every step that is planned, in order, with where it stands. However long a plan gets no step is left out. */
export const everyStep = (run: Run, room: Room, locale: Locale): types.RichTextBlock =>
  rich(
    ...run.steps.map(step =>
      line(bold(titleOf(run, step, room, locale), 300), ...details(step, room, locale)),
    ),
  );

export const seeThread = (locale: Locale): types.RichTextBlock => rich(line(bold(words.inThread[locale])));
