import type { Live } from '../runs/desk-types.ts';
import type { Guard } from '../runs/events.ts';
import type { Run, StepRun } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import {
  bold,
  commandLine,
  type KnownBlock,
  line,
  list,
  output,
  type Piece,
  rich,
  said,
  text,
  when,
  whoAll,
} from './blocks.ts';
import { card, type Drawn, type Room } from './drawn.ts';
import { outcomeMark, outcomeWords } from './names.ts';
import { asks } from './plan-block.ts';
import { place } from './run-state.ts';
import { stepButtons } from './step-buttons.ts';
import { resultBlocks } from './step-result.ts';
import { flat } from './text.ts';

const words = {
  approvals: { en: 'Waiting for approval', ko: '승인 대기' },
  ofTwo: { en: ' of ', ko: '/' },
  settle: {
    en: 'Nobody can tell whether this happened. Look, then say so.',
    ko: '수행 여부를 봇이 확인할 수 없습니다. 직접 확인 후 선택하세요.',
  },
  stuck: {
    en: 'The run stands still here. Look, then decide.',
    ko: '여기서 멈췄습니다. 확인 후 선택하세요.',
  },
  maybe: { en: 'This step may no longer be needed.', ko: '이 단계는 더 이상 필요 없을 수 있습니다.' },
  running: { en: 'Running since ', ko: '실행 중, 시작 ' },
  reading: {
    en: 'The command is over; reading the world back.',
    ko: '명령은 끝났고 결과 상태를 확인 중입니다.',
  },
  preparing: { en: 'Reading the state before this step.', ko: '단계 시작 전 상태를 확인 중입니다.' },
  asked: { en: 'asked ', ko: '요청 ' },
  dropped: { en: 'Not done: the plan changed.', ko: '계획 변경으로 실행하지 않았습니다.' },
  why: { en: 'Why you are asked: ', ko: '승인이 필요한 이유: ' },
  risk: { en: 'Risk: ', ko: '위험: ' },
  after: { en: 'Read back afterwards: ', ko: '실행 후 확인: ' },
  checks: { en: 'Checked just now', ko: '방금 확인한 조건' },
  voided: {
    en: 'The state changed after the approval, so it no longer counts:',
    ko: '승인 이후 상태가 바뀌어 승인이 무효가 되었습니다:',
  },
  cancelAsked: { en: ' Cancellation is asked for.', ko: ' 취소를 요청했습니다.' },
} satisfies Record<string, Words>;

const mark = (step: StepRun): string => {
  if (step.settled && step.state === 'settled') return outcomeMark[step.settled.outcome];
  if (step.state === 'asking')
    return step.asked?.ask === 'settle' || step.asked?.ask === 'stuck' ? '⚠️' : '✋';
  return step.state === 'dropped' ? '➖' : '⏳';
};

const title = (run: Run, step: StepRun, locale: Locale): string => {
  const { n, of } = place(run, step);
  const outcome =
    step.state === 'settled' && step.settled ? ` · ${outcomeWords[step.settled.outcome][locale]}` : '';
  return `${mark(step)} ${n}/${of} ${flat(step.planned.title[locale])}${outcome}`;
};

const under = (pieces: Piece[]) => (pieces.length === 0 ? [] : [line(...pieces)]);

const approvers = (step: StepRun) =>
  step.answers.filter(answer => answer.answer === 'approve').map(answer => answer.by);

const approvalState = (step: StepRun, locale: Locale): Piece[] => {
  const approved = approvers(step);
  const people = step.asked?.people ?? 0;
  const count = `${words.approvals[locale]} ${approved.length}${words.ofTwo[locale]}${people}`;
  const by = approved.length === 0 ? [] : [text(': '), ...whoAll(approved)];
  return [bold(count), ...by];
};

const askState = (step: StepRun, locale: Locale): Piece[] => {
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

const state = (run: Run, step: StepRun, locale: Locale): Piece[] => {
  switch (step.state) {
    case 'to-come':
      return [text(words.preparing[locale])];
    case 'asking':
      return askState(step, locale);
    case 'running':
      return [
        text(words.running[locale]),
        when(step.began?.at ?? run.lastAt),
        text(step.task ? ` · bosh task ${step.task}` : ' '),
        ...(run.abort ? [bold(words.cancelAsked[locale])] : []),
      ];
    case 'ended':
      return [text(words.reading[locale])];
    case 'settled':
      return [];
    case 'dropped':
      return [text(words.dropped[locale])];
  }
};

const why = (step: StepRun, room: Room, locale: Locale): KnownBlock[] =>
  step.state === 'asking' && step.asked?.why[locale]
    ? [rich(line(bold(words.why[locale]), text(step.asked.why[locale], room.chars)))]
    : [];

/** What it risks and what is looked at afterwards, as the plan said it. */
const stakes = (step: StepRun, room: Room, locale: Locale): KnownBlock[] => {
  const { risk, after } = step.planned;
  if (step.state !== 'asking') return [];
  return [
    rich(
      line(bold(words.risk[locale]), text(risk[locale], room.chars)),
      line(bold(words.after[locale]), text(after[locale], room.chars)),
    ),
  ];
};

const guardLine = (guard: Guard, room: Room, locale: Locale): Piece[] => [
  text(guard.ok ? '✓ ' : '✗ '),
  guard.ok
    ? text(guard.words[locale], Math.min(room.chars, 300))
    : bold(guard.words[locale], Math.min(room.chars, 300)),
];

/** What must be true before the act, each read just now. A guard that says no comes first and is never left off. */
const guards = (step: StepRun, room: Room, locale: Locale): KnownBlock[] => {
  const all = step.state === 'asking' ? (step.asked?.guards ?? []) : [];
  const sorted = [...all.filter(guard => !guard.ok), ...all.filter(guard => guard.ok)];
  return sorted.length === 0
    ? []
    : [
        rich(
          line(bold(words.checks[locale])),
          list(sorted.slice(0, Math.max(room.items, 10)).map(guard => guardLine(guard, room, locale))),
        ),
      ];
};

const voided = (step: StepRun, room: Room, locale: Locale): KnownBlock[] => {
  const last = step.voided.at(-1);
  if (!last || (step.state !== 'asking' && step.state !== 'to-come')) return [];
  const from = last.approvals.length === 0 ? [] : [text(' ('), ...whoAll(last.approvals), text(')')];
  return [
    rich(
      line(bold(`↩️ ${words.voided[locale]}`), ...from),
      list(last.differences.slice(0, room.items).map(difference => [text(difference[locale], room.chars)])),
    ),
  ];
};

const notes = (step: StepRun, room: Room, locale: Locale): KnownBlock[] =>
  step.notes.length === 0
    ? []
    : [
        rich(
          list(
            step.notes
              .slice(-Math.min(room.items, 5))
              .map(note => [
                when(note.at),
                text(' '),
                ...said(note.words, locale, Math.min(room.chars, 400)),
              ]),
          ),
        ),
      ];

/** The newest of what the command prints, as it prints it. */
const tail = (step: StepRun, live: Live | null, room: Room): KnownBlock[] =>
  live && step.state === 'running' && live.text !== ''
    ? [rich(output(live.text, Math.min(room.chars, 1500)))]
    : [];

const commandShown = (step: StepRun): string => step.began?.line ?? step.asked?.line ?? step.planned.line;

const blocks =
  (run: Run, step: StepRun, live: Live | null, locale: Locale) =>
  (room: Room): KnownBlock[] => [
    rich(line(bold(title(run, step, locale), 200)), ...under(state(run, step, locale))),
    ...why(step, room, locale),
    ...stakes(step, room, locale),
    rich(commandLine(commandShown(step), room.chars)),
    ...voided(step, room, locale),
    ...guards(step, room, locale),
    ...tail(step, live, room),
    ...resultBlocks(step, room, locale),
    ...notes(step, room, locale),
    ...stepButtons(run, step, locale),
  ];

const fallback = (run: Run, step: StepRun, locale: Locale): string => {
  if (step.state === 'settled' && step.settled)
    return `${title(run, step, locale)}: ${step.settled.words[locale]}`;
  const asking =
    step.state === 'asking'
      ? `${words.approvals[locale]}, ${asks(step.asked?.people ?? 0)[locale]}. ${step.asked?.why[locale] ?? ''}`
      : '';
  return `${title(run, step, locale)}. ${asking} ${commandShown(step)}`;
};

/** A step's message in the thread: what it is, where it stands, what it ran, what was read back, and what may be answered. */
export const stepMessage = (run: Run, step: StepRun, live: Live | null, locale: Locale): Drawn => ({
  key: `step/${step.planned.id}`,
  inThread: true,
  urgent: step.state === 'asking',
  ...card(
    fallback(run, step, locale),
    blocks(run, step, live?.run === run.id && live.step === step.planned.id ? live : null, locale),
  ),
});
