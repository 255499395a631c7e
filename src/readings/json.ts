import type { HexId } from '../model/instance.ts';

/** A value of a JSON document in which every integer of 16 or more digits is a string. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const stringOrLongInteger = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
/** JSON.parse rounds uint64 ids (340d76f97bdb7236 becomes 340d76f97bdb7200), so long integers are quoted first. Exported for its tests. */
export const quoteLongIntegers = (text: string): string =>
  text.replace(stringOrLongInteger, found => (found.startsWith('"') ? found : `"${found}"`));

/** undefined when it is not one JSON document. */
export const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(quoteLongIntegers(text)) as Json; // JSON.parse answers any; this is all that it can answer
  } catch {
    return undefined;
  }
};

/** The first JSON document in tty noise: log lines and the shell's greeting may stand around it. */
export const findJson = (text: string): Json | undefined => {
  const whole = parseJson(text.trim());
  if (whole !== undefined) return whole;
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line.startsWith('[') || line.startsWith('{'))
    .map(parseJson)
    .find(document => document !== undefined);
};

/** What stands around one JSON document; null where that is nothing, or there is no document. */
export const aroundJson = (text: string): string | null => {
  const lines = text.split(/\r?\n/);
  const [from, to] = [
    lines.findIndex(line => /^[[{]/.test(line)),
    lines.findLastIndex(line => /^[\]}]|[\]}]$/.test(line)),
  ];
  if (from < 0 || parseJson(lines.slice(from, to + 1).join('\n')) === undefined) return null;
  const around = lines
    .toSpliced(from, to + 1 - from)
    .join('\n')
    .trim();
  return around === '' ? null : around;
};

/** uint64 as `member list` writes it; null when it is 0, negative or not an integer. */
export const hexOf = (id: string | number): HexId | null => {
  if (!/^\d{1,20}$/.test(String(id))) return null;
  const value = BigInt(id);
  return value === 0n || value > 0xffff_ffff_ffff_ffffn ? null : value.toString(16);
};
