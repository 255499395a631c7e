import { createHash } from 'node:crypto';
import type { Answer } from '../model/click.ts';
import type { Person } from '../model/person.ts';
import type { Run } from '../runs/run.ts';

/** Nothing that reads like something else at night. */
const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const length = 6;

type Ask = { readonly step: string; readonly attempt: number; readonly digest: string };

/** Six characters that show that this person was shown this very ask: of another state, answer or person it is another one.
 *  `more`: what else it confirms. */
export const typedCode = (
  run: Pick<Run, 'id'>,
  ask: Ask,
  answer: Answer,
  by: Person,
  ...more: readonly string[]
): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([run.id, ask.step, ask.attempt, ask.digest, answer, by.id, ...more]))
    .digest();
  return [...hash.subarray(0, length)].map(byte => letters[byte % letters.length]).join('');
};
