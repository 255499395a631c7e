import type { StepRun } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import {
  bold,
  container,
  context,
  type KnownBlock,
  line,
  list,
  output,
  rich,
  said,
  text,
  whoAll,
} from './blocks.ts';
import type { Room } from './drawn.ts';
import { factWords } from './facts.ts';
import { lasted } from './times.ts';

const words = {
  readBack: { en: 'Read back: ', ko: '확인 결과: ' },
  approvedBy: { en: 'Approved by ', ko: '승인: ' },
  printed: { en: 'Printed last', ko: '마지막 출력' },
  lines: { en: ' lines', ko: '줄' },
} satisfies Record<string, Words>;

const settled = (step: StepRun, room: Room, locale: Locale): KnownBlock[] => {
  if (!step.settled || step.state !== 'settled') return [];
  const facts = Object.entries(step.settled.facts).slice(0, room.items);
  const sentence = line(bold(words.readBack[locale]), ...said(step.settled.words, locale, room.chars));
  const items = facts.map(([name, value]) => factWords(name, value, Math.min(room.chars, 300), locale));
  return [items.length === 0 ? rich(sentence) : rich(sentence, list(items))];
};

/** What the command printed last; folded away after a success, because what was read back decides and not this. */
const printed = (step: StepRun, room: Room, locale: Locale): KnownBlock[] => {
  if (!step.ended || step.ended.tail === '') return [];
  const well = step.state === 'settled' && step.settled?.outcome === 'done';
  return [
    container(words.printed[locale], [rich(output(step.ended.tail, Math.min(room.chars, 1500)))], well),
  ];
};

const approved = (step: StepRun, locale: Locale): KnownBlock[] =>
  step.approvedBy.length === 0
    ? []
    : [rich(line(text(words.approvedBy[locale]), ...whoAll(step.approvedBy)))];

const proof = (step: StepRun, locale: Locale): KnownBlock[] => {
  const { ended } = step;
  if (!ended) return [];
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

/** What came of a command: its end, what was read back from the world, and the proof of its log. */
export const resultBlocks = (step: StepRun, room: Room, locale: Locale): KnownBlock[] =>
  step.state === 'ended' || step.state === 'settled' || step.state === 'asking'
    ? [
        ...settled(step, room, locale),
        ...printed(step, room, locale),
        ...(step.state === 'settled' ? approved(step, locale) : []),
        ...proof(step, locale),
      ]
    : [];
