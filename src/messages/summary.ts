import type { types } from '@slack/bolt';
import type { Run, StepRun } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import {
  bold,
  cell,
  container,
  header,
  type KnownBlock,
  line,
  list,
  type Piece,
  piece,
  rich,
  said,
  who,
} from './blocks.ts';
import { card, type Drawn, type Room } from './drawn.ts';
import { factWords } from './facts.ts';
import { cureTyped, outcomeMark, outcomeWords, runOutcomeMark, runOutcomeWords } from './names.ts';
import { lasted } from './times.ts';

const words = {
  summary: { en: 'Summary', ko: '요약' },
  steps: { en: 'Each step', ko: '단계별 결과' },
  step: { en: 'Step', ko: '단계' },
  result: { en: 'Result', ko: '결과' },
  took: { en: 'Took', ko: '소요' },
  by: { en: 'Approved by', ko: '승인자' },
  itself: { en: 'by itself', ko: '자동' },
  notDone: { en: 'not done', ko: '실행 안 함' },
  altogether: { en: 'Altogether', ko: '전체 소요' },
  askedBy: { en: 'Asked by ', ko: '요청: ' },
} satisfies Record<string, Words>;

/** From its start until the world had been read back: a hold has no command, and a command is over before its effect. */
const seconds = (step: StepRun): number | null =>
  step.settled && step.began ? (step.settled.at - step.began.at) / 1000 : (step.ended?.seconds ?? null);

const row = (step: StepRun, index: number, room: Room, locale: Locale): string[] => {
  const took = seconds(step);
  return [
    `${index + 1}. ${step.planned.title[locale]}`.slice(0, Math.min(room.chars, 120)),
    step.settled
      ? `${outcomeMark[step.settled.outcome]} ${outcomeWords[step.settled.outcome][locale]}`
      : `➖ ${words.notDone[locale]}`,
    took === null ? '–' : lasted(took, locale),
    step.approvedBy.map(person => person.name || person.id).join(', ') ||
      (step.settled ? words.itself[locale] : '–'),
  ];
};

const table = (run: Run, room: Room, locale: Locale): types.TableBlock => ({
  type: 'table',
  rows: [
    [words.step, words.result, words.took, words.by].map(head => cell(head[locale])),
    ...run.steps
      .slice(0, Math.max(room.items * 3, 20))
      .map((step, index) =>
        row(step, index, room, locale).map(value => cell(value, Math.min(room.chars, 120))),
      ),
  ],
  column_settings: [{ is_wrapped: true }, {}, { align: 'right' }, {}],
});

const factList = (run: Run, room: Room, locale: Locale): Piece[][] => [
  [
    bold(`${words.altogether[locale]}: `),
    piece(lasted(((run.finished?.at ?? run.lastAt) - run.startedAt) / 1000, locale)),
  ],
  [
    piece(words.askedBy[locale]),
    who(run.started.requestedBy),
    piece(` · ${cureTyped(run.started.cure)}`, 120),
  ],
  ...Object.entries(run.finished?.facts ?? {})
    .slice(0, room.items)
    .map(([name, value]) => factWords(name, value, Math.min(room.chars, 300), locale)),
];

/** The end of a run in its thread: what came of it, each step, who approved, how long, and the figures before and after. */
export const summary = (run: Run, locale: Locale): Drawn[] => {
  const { finished } = run;
  if (!finished) return [];
  const title = `${runOutcomeMark[finished.outcome]} ${words.summary[locale]}: ${runOutcomeWords[finished.outcome][locale]}`;
  const blocks = (room: Room): KnownBlock[] => [
    header(title),
    rich(line(...said(finished.words, locale, room.chars))),
    rich(list(factList(run, room, locale))),
    container(words.steps[locale], [table(run, room, locale)], true),
  ];
  return [
    { key: 'summary', inThread: true, urgent: false, ...card(`${title}. ${finished.words[locale]}`, blocks) },
  ];
};
