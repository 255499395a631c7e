import type { ToolObservation } from '../desk/desk-types.ts';
import type { Locale, Words } from '../words.ts';
import { bold, header, type KnownBlock, list, piece, rich, said, line as section } from './blocks.ts';
import { type Card, card } from './drawn.ts';

const titles = {
  fine: { en: 'All that was asked is well', ko: '확인한 항목은 모두 정상입니다' },
  unasked: {
    en: 'Not asked here: what the Director lets this login do, the masters’ own etcdctl, unknown names in the configuration. A run checks what its own steps need before it starts.',
    ko: '여기서 확인하지 않는 것: 이 로그인의 Director 권한, 마스터의 etcdctl, 설정의 모르는 이름. 복구는 시작 전에 각 단계에 필요한 것을 확인합니다.',
  },
  missing: { en: 'A recovery would not get far', ko: '이대로는 복구를 진행할 수 없습니다' },
} satisfies Record<string, Words>;

/** Good, not needed, or what to do. What is there says its own name; of what is not the name stands before what is wrong. */
const line = ({ tool, version, words, needed }: ToolObservation, locale: Locale, most: number) =>
  version === null || needed === false
    ? [piece(needed === false ? '– ' : '✗ '), bold(tool, 80), piece(' '), ...said(words, locale, most)]
    : [piece('✓ '), bold(words[locale], most)];

/** What has to be done comes first. */
const rank = ({ version, needed }: ToolObservation): number =>
  needed === false ? 2 : version === null ? 0 : 1;

/** What is on the jump host and what is wrong with the bot's own surroundings; what is wrong comes first. */
export const doctorCard = (tools: readonly ToolObservation[], locale: Locale): Card => {
  const sorted = tools.toSorted((a, b) => rank(a) - rank(b));
  const wrong = tools.some(tool => rank(tool) === 0);
  const title = `${wrong ? '⚠️' : '✅'} ${(wrong ? titles.missing : titles.fine)[locale]}`;
  return card(title, (room): KnownBlock[] => [
    header(title),
    rich(
      list(
        sorted.slice(0, Math.max(room.items, 16)).map(tool => line(tool, locale, Math.min(room.chars, 400))),
      ),
    ),
    rich(section(...said(titles.unasked, locale, room.chars))),
  ]);
};
