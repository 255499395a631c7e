import type { StepOutcome } from '../runs/events.ts';
import type { StepRun } from '../runs/run.ts';
import { type Locale, same, type Words } from '../words.ts';
import {
  bold,
  container,
  context,
  type KnownBlock,
  line,
  list,
  output,
  piece,
  rich,
  said,
  whoAll,
} from './blocks.ts';
import type { Room } from './drawn.ts';
import { factWords } from './facts.ts';
import { runsByItself } from './step-state.ts';
import { lasted } from './times.ts';

const words = {
  readBack: { en: 'Read back: ', ko: '확인 결과: ' },
  approvedBy: { en: 'Approved by ', ko: '승인: ' },
  details: { en: 'Figures and last output', ko: '수치와 마지막 출력' },
  lines: { en: ' lines', ko: '줄' },
} satisfies Record<string, Words>;

/** What the world showed after the act. */
export const readBack = (step: StepRun, room: Room, locale: Locale): KnownBlock[] =>
  step.settled && step.state === 'settled'
    ? [rich(line(bold(words.readBack[locale]), ...said(step.settled.words, locale, room.chars)))]
    : [];

const factList = (step: StepRun, room: Room, locale: Locale) => {
  const facts = step.state === 'settled' ? Object.entries(step.settled?.facts ?? {}) : [];
  const items = facts.slice(0, room.items);
  return items.length === 0
    ? []
    : [list(items.map(([name, value]) => factWords(name, same(value), Math.min(room.chars, 300), locale)))];
};

const wentWell: ReadonlySet<StepOutcome> = new Set(['done', 'failed-as-expected', 'skipped']);
/** Of what a tool printed only lines of known shapes are shown. `file`: where all of it is, redacted. */
export const notShown = (hidden: number | undefined, file: string | undefined): Words | null => {
  if (!hidden) return null;
  const [en, ko] = file
    ? [
        `; all of it, redacted, is on the bot's host: ${file}`,
        `. 비밀 값을 가린 전체 출력(봇 호스트): ${file}`,
      ]
    : ['', ''];
  return {
    en: `${hidden} ${hidden === 1 ? 'line' : 'lines'} not shown${en}`,
    ko: `${hidden}줄 표시 안 함${ko}`,
  };
};

/** The figures and what the command printed last; folded away after a success, whose sentence says what counts. */
const details = (step: StepRun, room: Room, locale: Locale): KnownBlock[] => {
  const { tail: known = '', hidden, file } = step.ended ?? {};
  const tail = known.trim() === '' ? [] : [output(known, Math.min(room.chars, 1500))];
  const rest = notShown(hidden, file)?.[locale];
  const inside = [...factList(step, room, locale), ...tail, ...(rest ? [line(piece(rest, 400))] : [])];
  const well = step.state === 'settled' && step.settled !== null && wentWell.has(step.settled.outcome);
  return inside.length === 0 ? [] : [container(words.details[locale], [rich(...inside)], well)];
};

const approved = (step: StepRun, locale: Locale): KnownBlock[] =>
  step.approvedBy.length === 0
    ? []
    : [rich(line(piece(words.approvedBy[locale]), ...whoAll(step.approvedBy)))];

const proof = (step: StepRun, locale: Locale): KnownBlock[] => {
  const { ended } = step;
  // A hold is begun and ended without a command: there is no exit code and no output to prove.
  if (!ended || step.began?.argv.length === 0) return [];
  const end =
    ended.end === 'exited' ? `exit ${ended.exitCode}` : `${ended.end}${ended.why ? `: ${ended.why}` : ''}`;
  const parts = [
    step.task ? `bosh task ${step.task}` : '',
    end,
    lasted(ended.seconds, locale),
    `${ended.lines}${words.lines[locale]}`,
    `sha256 ${ended.sha256.slice(0, 16)}`,
  ];
  return [context(parts.filter(Boolean).join(' · '))];
};

/** What came of a command: its end, its figures, and the proof of its log. */
export const resultBlocks = (step: StepRun, room: Room, locale: Locale): KnownBlock[] =>
  (step.state === 'ended' && !runsByItself(step)) || step.state === 'settled' || step.state === 'asking'
    ? [
        ...details(step, room, locale),
        ...(step.state === 'settled' ? approved(step, locale) : []),
        ...proof(step, locale),
      ]
    : [];
