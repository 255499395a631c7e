import { readFile } from 'node:fs/promises';
import { verdictOf } from '../cluster/verdict.ts';
import type { Verdict } from '../cluster/verdict-types.ts';
import { readObservations } from '../readings/observation.ts';
import { isMissed } from '../readings/reading.ts';

/** `npm run -s verdict -- FILE.json`: the verdict on recorded observations, so that an incident can be checked again. */
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
export const answerFor = (text: string): { readonly json: string } | { readonly why: string } => {
  const read = readObservations(text);
  if (isMissed(read)) return { why: read.unread };
  const answers =
    'each' in read
      ? read.each.map(one => (isMissed(one) ? unreadable(one.unread) : answerOf(verdictOf(one))))
      : answerOf(verdictOf(read));
  return { json: JSON.stringify(answers, null, 2) };
};

const fileText = async (file: string): Promise<{ readonly text: string } | { readonly why: string }> => {
  try {
    return { text: await readFile(file, 'utf8') };
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return { why: `${file} cannot be read (${cause}). Name a JSON file of recorded observations.` };
  }
};

const main = async (args: readonly string[]): Promise<number> => {
  const [file, ...more] = args;
  if (file === undefined || more.length > 0) {
    console.error('Name one file: npm run -s verdict -- FILE.json (docs/observations.md shows the format).');
    return 1;
  }
  const read = await fileText(file);
  const answer = 'why' in read ? read : answerFor(read.text);
  if ('why' in answer) {
    console.error(answer.why);
    return 1;
  }
  console.log(answer.json);
  return 0;
};

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
