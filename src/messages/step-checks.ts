import type { types } from '@slack/bolt';
import type { Check } from '../model/check.ts';
import type { StepRun } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import {
  bold,
  container,
  type KnownBlock,
  line,
  list,
  type Piece,
  piece,
  rich,
  said,
  whoAll,
} from './blocks.ts';
import type { Room } from './drawn.ts';

const words = {
  why: { en: 'Why you are asked: ', ko: '승인이 필요한 이유: ' },
  glass: {
    en: '. The glass is broken: one approval is enough, also of whoever broke it',
    ko: '. 비상 승인 적용 중: 1명 승인으로 진행하며, 적용한 본인도 승인할 수 있음',
  },
  happened: { en: 'What happened: ', ko: '상황: ' },
  risk: { en: 'Risk: ', ko: '위험: ' },
  after: { en: 'Read back afterwards: ', ko: '실행 후 확인: ' },
  command: { en: 'the command', ko: '명령' },
  voided: {
    en: 'The state changed after the approval, so it no longer counts:',
    ko: '승인 이후 상태가 바뀌어 승인이 무효가 되었습니다:',
  },
} satisfies Record<string, Words>;

/** Why people are asked, with the numbers; of a step that stands still, what has happened to it. */
export const why = (step: StepRun, room: Room, locale: Locale): KnownBlock[] => {
  const { asked } = step;
  if (step.state !== 'asking' || !asked?.why[locale]) return [];
  const lead = asked.ask === 'settle' || asked.ask === 'stuck' ? words.happened : words.why;
  // The rule's own words stay in the record; what holds now is said behind them.
  const lowered = step.glass && lead === words.why ? [piece(words.glass[locale])] : [];
  return [rich(line(bold(lead[locale]), ...said(asked.why, locale, room.chars), ...lowered))];
};

/** What it risks, as the plan said it. */
export const risk = (step: StepRun, room: Room, locale: Locale): KnownBlock[] =>
  step.state === 'asking'
    ? [rich(line(bold(words.risk[locale]), ...said(step.planned.risk, locale, room.chars)))]
    : [];

const guardLine = (guard: Check, room: Room, locale: Locale): Piece[] => [
  piece(guard.ok ? '✓ ' : '✗ '),
  guard.ok
    ? piece(guard.words[locale], Math.min(room.chars, 300))
    : bold(guard.words[locale], Math.min(room.chars, 300)),
];

const holdWords = (ok: number, of: number): Words => ({
  en: `${ok} of ${of} conditions hold, read just now`,
  ko: `조건 ${of}개 중 ${ok}개 충족(방금 확인)`,
});

/** What must be true before the act, and the command. A guard that says no stands open and is never left off; those that
 *  hold are a count, folded with the command and what is read back after it. */
export const terms = (
  step: StepRun,
  commands: readonly types.RichTextBlock[],
  room: Room,
  locale: Locale,
): KnownBlock[] => {
  const all = step.state === 'asking' ? (step.asked?.guards ?? []) : [];
  const [no, yes] = [all.filter(guard => !guard.ok), all.filter(guard => guard.ok)];
  const show = (some: readonly Check[]) =>
    list(some.slice(0, Math.max(room.items, 10)).map(guard => guardLine(guard, room, locale)));
  const mark = no.length === 0 ? '✓' : '✗';
  const hold = all.length === 0 ? '' : `${mark} ${holdWords(yes.length, all.length)[locale]} · `;
  const after =
    step.state === 'asking' && !step.asked?.window
      ? [line(bold(words.after[locale]), ...said(step.planned.after, locale, room.chars))]
      : [];
  const more = [...after, ...(yes.length === 0 ? [] : [show(yes)])];
  const inside = [...commands, ...(more.length === 0 ? [] : [rich(...more)])];
  const title = `${hold}${words.command[locale]}`;
  return [
    ...(no.length === 0 ? [] : [rich(show(no))]),
    ...(inside.length === 0
      ? []
      : [container(title.slice(0, 1).toUpperCase() + title.slice(1), inside, true)]),
  ];
};

/** An approval that the world overtook: what differs, and whose it was. */
export const voided = (step: StepRun, room: Room, locale: Locale): KnownBlock[] => {
  const last = step.voided.at(-1);
  if (!last || (step.state !== 'asking' && step.state !== 'to-come')) return [];
  const from = last.approvals.length === 0 ? [] : [piece(' ('), ...whoAll(last.approvals), piece(')')];
  return [
    rich(
      line(bold(`↩️ ${words.voided[locale]}`), ...from),
      list(last.differences.slice(0, room.items).map(difference => [piece(difference[locale], room.chars)])),
    ),
  ];
};
