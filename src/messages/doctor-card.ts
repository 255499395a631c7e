import type { ToolSeen } from '../runs/desk-types.ts';
import type { Locale, Words } from '../words.ts';
import { bold, header, type KnownBlock, list, rich, said, text } from './blocks.ts';
import { type Card, card } from './drawn.ts';

const words = {
  fine: { en: 'Everything that a recovery needs is there', ko: '복구에 필요한 것이 모두 준비되어 있습니다' },
  missing: { en: 'A recovery would not get far', ko: '이대로는 복구를 진행할 수 없습니다' },
} satisfies Record<string, Words>;

/** What is on the jump host and what is wrong with the bot's own surroundings; what is wrong comes first. */
export const doctorCard = (tools: readonly ToolSeen[], locale: Locale): Card => {
  const sorted = [...tools].sort((a, b) => Number(a.version !== null) - Number(b.version !== null));
  const wrong = tools.some(tool => tool.version === null);
  const title = `${wrong ? '⚠️' : '✅'} ${(wrong ? words.missing : words.fine)[locale]}`;
  return card(title, (room): KnownBlock[] => [
    header(title),
    rich(
      list(
        sorted
          .slice(0, Math.max(room.items, 8))
          .map(tool => [
            text(tool.version === null ? '✗ ' : '✓ '),
            bold(`${tool.tool} ${tool.version ?? ''}`.trim(), 80),
            text(' '),
            ...said(tool.words, locale, Math.min(room.chars, 400)),
          ]),
      ),
    ),
  ]);
};
