import { z } from 'zod';
import { findJson } from './json.ts';

const document = z.object({ header: z.object({}).loose(), count: z.number().int().nonnegative().default(0) });
/** How many keys there are, from a one-key or a count-only range; `count` is left out when it is 0. null: not read. */
export const keyCountOf = (text: string): number | null => {
  const parsed = document.safeParse(findJson(text));
  return parsed.success ? parsed.data.count : null;
};

/** `alarm list`: one line an alarm, nothing when there is none. */
export const alarmsOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => /alarm:/i.test(line) && !/alarm:NONE/i.test(line));
