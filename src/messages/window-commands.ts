import type { types } from '@slack/bolt';
import type { WindowAsked } from '../runs/events.ts';
import { type Run, stepOf } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import { bold, commandLine, line, piece, rich, said } from './blocks.ts';
import type { Room } from './drawn.ts';
import { flat } from './text.ts';

const words = {
  expected: { en: 'Expected then: ', ko: '예상 상태: ' },
  halfWay: { en: 'If it stops half-way, Abort runs: ', ko: '도중에 멈추면 중단이 실행하는 명령: ' },
} satisfies Record<string, Words>;

const titleOf = (run: Run, id: string, locale: Locale): string =>
  flat(stepOf(run, id)?.planned.title[locale] ?? id);

/** Every command of a window, numbered, with the state expected after it; then what makes a stop half-way safe. */
export const windowCommands = (
  run: Run,
  { steps, safe }: WindowAsked,
  room: Room,
  locale: Locale,
): types.RichTextBlock[] => [
  rich(
    ...steps.flatMap((each, index) => {
      const after = stepOf(run, each.step)?.planned.after;
      return [
        line(bold(`${index + 1}. ${titleOf(run, each.step, locale)}`, 200)),
        commandLine(each.line, room.chars),
        ...(after ? [line(piece(words.expected[locale]), ...said(after, locale, room.chars))] : []),
      ];
    }),
  ),
  ...safe.map(each => rich(line(bold(words.halfWay[locale])), commandLine(each.line, room.chars))),
];
