import type { Instance } from '../model/instance.ts';
import type { Words } from '../words.ts';
import type { ByHand, CureName, Verdict, VerdictName } from './verdict-types.ts';

/** What was found, before it is asked which cures fit. */
export type Finding = {
  readonly name: VerdictName;
  readonly target: readonly Instance[];
  readonly sentence: Words;
  readonly evidence: readonly Words[];
  readonly confidence: Verdict['confidence'];
  /** For findings without any cure: why nothing runs and what a person does next. */
  readonly refused: Words | null;
  readonly byHand?: ByHand;
  /** Cures that fit beside those of its name. */
  readonly also?: readonly CureName[];
};

/** The moves as one text, numbered, for where there are no blocks. */
const spoken = ({ caution, moves }: ByHand): Words => {
  const each = (locale: keyof Words) =>
    moves.map(
      ({ words, command, see }, at) => `(${at + 1}) ${words[locale]}: \`${command}\` → ${see[locale]}.`,
    );
  return { en: [caution.en, ...each('en')].join(' '), ko: [caution.ko, ...each('ko')].join(' ') };
};

/** `refused` is the sentence and the next human moves together. */
export const refusing = (
  name: VerdictName,
  target: readonly Instance[],
  sentence: Words,
  next: Words | ByHand,
  evidence: readonly Words[],
  confidence: Verdict['confidence'] = 'certain',
): Finding => {
  const said = 'moves' in next ? spoken(next) : next;
  return {
    name,
    target,
    sentence,
    evidence,
    confidence,
    refused: { en: `${sentence.en} ${said.en}`, ko: `${sentence.ko} ${said.ko}` },
    ...('moves' in next && { byHand: next }),
  };
};
