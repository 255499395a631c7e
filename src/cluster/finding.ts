import type { Instance } from '../model/instance.ts';
import type { Words } from '../words.ts';
import type { CureName, Verdict, VerdictName } from './verdict-types.ts';

/** What was found, before it is asked which cures fit. */
export type Finding = {
  readonly name: VerdictName;
  readonly target: readonly Instance[];
  readonly sentence: Words;
  readonly evidence: readonly Words[];
  readonly confidence: Verdict['confidence'];
  /** For findings without any cure: why nothing runs and what a person does next. */
  readonly refused: Words | null;
  /** Cures that fit beside those of its name. */
  readonly also?: readonly CureName[];
};

/** `refused` is the sentence and the next human move together. */
export const refusing = (
  name: VerdictName,
  target: readonly Instance[],
  sentence: Words,
  next: Words,
  evidence: readonly Words[],
  confidence: Verdict['confidence'] = 'certain',
): Finding => ({
  name,
  target,
  sentence,
  evidence,
  confidence,
  refused: { en: `${sentence.en} ${next.en}`, ko: `${sentence.ko} ${next.ko}` },
});
