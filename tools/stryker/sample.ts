import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomFrom } from '../../drill/crash/plan.ts';

/** A piece of a top-level declaration, as Stryker names a place: "file:first-last", lines from 1. */
export type Part = { readonly place: string; readonly lines: number };

const declaration = /^(?:export )?(?:default )?(?:async )?(?:const|let|function|class)\b/;

/** A sample of long declarations would be of very few. What is longer than a piece and emptied as a whole is only planted
 *  where nothing is left out; tests see that best. */
const longestPiece = 10;

/** A file cut at its top-level declarations, and those into pieces; what stands before the first (imports) has nothing to
 *  plant a bug in. */
export const partsOf = (file: string, source: string): readonly Part[] => {
  const lines = source.split('\n');
  const starts = lines.flatMap((line, at) => (declaration.test(line) ? [at + 1] : []));
  return starts.flatMap((start, nth) => {
    const end = (starts[nth + 1] ?? lines.length + 1) - 1;
    const pieces = Math.ceil((end - start + 1) / longestPiece);
    return Array.from({ length: pieces }, (_, piece) => {
      const first = start + piece * longestPiece;
      const last = Math.min(end, first + longestPiece - 1);
      return { place: `${file}:${first}-${last}`, lines: last - first + 1 };
    });
  });
};

/** Measured over both rooms: this many lines of code for a bug that can be planted in them. */
const linesPerMutant = 0.7;

/** Pieces of declarations, the same for the same seed, with about so many bugs to plant in them. */
export const chosen = (parts: readonly Part[], mutants: number, seed: number): readonly string[] => {
  const random = randomFrom(seed);
  const shuffled = parts
    .map(part => ({ part, lot: random() }))
    .toSorted((a, b) => a.lot - b.lot)
    .map(({ part }) => part);
  let lines = 0;
  return shuffled
    .filter(part => {
      if (lines >= mutants * linesPerMutant) return false;
      lines += part.lines;
      return true;
    })
    .map(({ place }) => place);
};

export const partsUnder = async (root: string, pattern: string): Promise<readonly Part[]> => {
  const parts: Part[] = [];
  for await (const file of glob(pattern, { cwd: root }))
    parts.push(...partsOf(file, await readFile(join(root, file), 'utf8')));
  // The folder's order is nobody's promise, and the sample is to be the same everywhere.
  return parts.toSorted((a, b) => (a.place < b.place ? -1 : 1));
};
