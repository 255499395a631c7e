import type { Locale, Words } from '../words.ts';
import { bold, code, type Piece, text } from './blocks.ts';

/** Names that the steps and the end of a run give to what was read. A name that is not here is shown as it is. */
const labels: Readonly<Record<string, Words>> = {
  'hash before': { en: 'Hash before', ko: '복구 전 해시' },
  'hash after': { en: 'Hash after', ko: '복구 후 해시' },
  'longest write gap seen': { en: 'Longest write gap seen', ko: '관측된 최장 쓰기 공백' },
  resurrection: { en: 'Resurrection', ko: 'Resurrection' },
};

const longWord = /\S{40}/;

/** `label: value`, as one entry of a list. */
export const factWords = (name: string, value: string, max: number, locale: Locale): Piece[] => [
  bold(`${labels[name]?.[locale] ?? name}: `, 80),
  // Code breaks anywhere: a hash does not push the card aside.
  longWord.test(value) ? code(value, max) : text(value, max),
];
