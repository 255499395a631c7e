import type { Run } from '../runs/run.ts';
import { type Locale, linesWords } from '../words.ts';
import { bold, code, line, list, piece, rich } from './blocks.ts';
import type { Card } from './drawn.ts';

const title = { en: 'Whole outputs, redacted, on the bot’s host', ko: '비밀 값을 가린 전체 출력(봇 호스트)' };

/** A card of a run with where the whole output of each of its commands is, and what proves it. */
export const withOutputs = (card: Card, run: Run, locale: Locale): Card => {
  const items = run.steps.flatMap(({ planned, ended }) => {
    if (!ended?.file) return [];
    const proof = `: ${linesWords(ended.lines)[locale]}, sha256 ${ended.sha256.slice(0, 16)}, `;
    return [[piece(planned.title[locale], 120), piece(proof, 60), code(ended.file, 200)]];
  });
  return items.length === 0
    ? card
    : { ...card, blocks: [...card.blocks, rich(line(bold(title[locale])), list(items))] };
};
