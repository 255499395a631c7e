import type { ToolObservation } from '../desk/desk-types.ts';
import type { Locale, Words } from '../words.ts';
import { bold, header, type KnownBlock, list, piece, rich, said } from './blocks.ts';
import { type Card, card } from './drawn.ts';

const titles = {
  fine: { en: 'Everything that a recovery needs is there', ko: '복구에 필요한 것이 모두 준비되어 있습니다' },
  missing: { en: 'A recovery would not get far', ko: '이대로는 복구를 진행할 수 없습니다' },
} satisfies Record<string, Words>;

/** A tool that is there says its own name and release; of one that is not the name stands before what is wrong. */
const line = ({ tool, version, words }: ToolObservation, locale: Locale, most: number) =>
  version === null
    ? [piece('✗ '), bold(tool, 80), piece(' '), ...said(words, locale, most)]
    : [piece('✓ '), bold(words[locale], 80)];

/** What is on the jump host and what is wrong with the bot's own surroundings; what is wrong comes first. */
export const doctorCard = (tools: readonly ToolObservation[], locale: Locale): Card => {
  const sorted = [...tools].sort((a, b) => Number(a.version !== null) - Number(b.version !== null));
  const wrong = tools.some(tool => tool.version === null);
  const title = `${wrong ? '⚠️' : '✅'} ${(wrong ? titles.missing : titles.fine)[locale]}`;
  return card(title, (room): KnownBlock[] => [
    header(title),
    rich(
      list(
        sorted.slice(0, Math.max(room.items, 8)).map(tool => line(tool, locale, Math.min(room.chars, 400))),
      ),
    ),
  ]);
};
