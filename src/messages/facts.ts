import type { Locale, Words } from '../words.ts';
import { bold, type Piece, text } from './blocks.ts';

/** Names that the steps and the end of a run give to what was read. A name that is not here is shown as it is. */
const labels: Readonly<Record<string, Words>> = {
  writeGapMs: { en: 'Longest write gap seen', ko: '관측된 최장 쓰기 공백' },
  hashBefore: { en: 'Hash before', ko: '복구 전 해시' },
  hashAfter: { en: 'Hash after', ko: '복구 후 해시' },
  revisionBefore: { en: 'Revision before', ko: '복구 전 revision' },
  revisionAfter: { en: 'Revision after', ko: '복구 후 revision' },
  keysBefore: { en: 'Keys before', ko: '복구 전 키 수' },
  keysAfter: { en: 'Keys after', ko: '복구 후 키 수' },
  holdSeconds: { en: 'Held for (s)', ko: '유지 확인(초)' },
  lostWrites: { en: 'Lost writes', ko: '유실된 쓰기' },
  snapshot: { en: 'Snapshot', ko: '스냅샷' },
};

const valueWords = (name: string, value: string): string =>
  name.endsWith('Ms') && /^\d+(\.\d+)?$/.test(value) ? `${value} ms` : value;

/** `label: value`, as one entry of a list. */
export const factWords = (name: string, value: string, max: number, locale: Locale): Piece[] => [
  bold(`${labels[name]?.[locale] ?? name}: `, 80),
  text(valueWords(name, value), max),
];
