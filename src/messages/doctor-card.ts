import type { ToolObservation } from '../desk/desk-types.ts';
import type { Locale, Words } from '../words.ts';
import { bold, header, type KnownBlock, list, piece, rich, said, line as section } from './blocks.ts';
import { type Card, card } from './drawn.ts';

const titles = {
  fine: { en: 'All that was asked is well', ko: '확인한 항목은 모두 정상입니다' },
  unasked: {
    en: 'Not asked here: Slack’s scopes and channel, the approvers, the bbr script, etcdctl, room for a snapshot. A run checks what its own steps need before it starts.',
    ko: '여기서 확인하지 않는 것: Slack scope와 채널, 승인자, bbr 스크립트, etcdctl, 스냅샷 저장 공간. 복구는 시작 전에 각 단계에 필요한 것을 확인합니다.',
  },
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
    rich(section(...said(titles.unasked, locale, room.chars))),
  ]);
};
