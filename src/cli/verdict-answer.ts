import { readFile } from 'node:fs/promises';
import { verdictOf } from '../cluster/verdict.ts';
import type { Verdict } from '../cluster/verdict-types.ts';
import { isMissed } from '../readings/reading.ts';
import { readObservations } from '../readings/recorded-observation.ts';
import { josa, type Words } from '../words.ts';
import { checkCases } from './verdict-check.ts';

type Why = { readonly why: string };
type CannotRead = { readonly why: Words };

/** What `pks verdict` prints of recorded observations, so that an incident can be checked again. */
const answerOf = (verdict: Verdict) => ({
  verdict: verdict.name,
  target: verdict.target,
  proposed: verdict.proposed,
  allowed: verdict.allowed,
  refused: verdict.refused?.en ?? null,
  evidence: [verdict.sentence.en, ...verdict.evidence.map(each => each.en)],
});

/** One of an array that cannot be read says so in its place; the others are answered. */
const unreadable = (why: string): ReturnType<typeof answerOf> => ({
  verdict: 'not-enough-seen',
  target: [],
  proposed: null,
  allowed: [],
  refused: why,
  evidence: [why],
});

/** The JSON to print, or the sentence for stderr. Exported for its tests. */
export const answerFor = (text: string): { readonly json: string } | Why => {
  const read = readObservations(text);
  if (isMissed(read)) return { why: read.unread };
  const answers =
    'each' in read
      ? read.each.map(one => (isMissed(one) ? unreadable(one.unread) : answerOf(verdictOf(one))))
      : answerOf(verdictOf(read));
  return { json: JSON.stringify(answers, null, 2) };
};

const fileText = async (file: string): Promise<{ readonly text: string } | CannotRead> => {
  try {
    return { text: await readFile(file, 'utf8') };
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return {
      why: {
        en: `${file} cannot be read (${cause}). Name a JSON file of recorded observations.`,
        ko: `${josa(file, '을/를')} 읽을 수 없습니다(${cause}). 관측값을 기록한 JSON 파일을 지정하세요.`,
      },
    };
  }
};

type Printed = { readonly json: string; readonly code: 0 | 1 };

/** What to print, and the exit code: of cases 1 as soon as one is wrong. */
const printed = (text: string, checks: boolean): Printed | Why => {
  if (!checks) {
    const answer = answerFor(text);
    return 'why' in answer ? answer : { ...answer, code: 0 };
  }
  const checked = checkCases(text);
  return 'why' in checked ? checked : { json: JSON.stringify(checked), code: checked.wrong === 0 ? 0 : 1 };
};

export const answerInFile = async (file: string, checks: boolean): Promise<Printed | Why | CannotRead> => {
  const read = await fileText(file);
  return 'why' in read ? read : printed(read.text, checks);
};
