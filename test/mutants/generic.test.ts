import { expect, test } from 'vitest';
import { readReport } from '../../tools/stryker/read-report.ts';
import { chosen, partsOf } from '../../tools/stryker/sample.ts';

const source = `import { a } from './a.ts';

/** One. */
export const one = (n: number) => {
  const inner = n + 1;
  return inner;
};
const two = 2;
`;

test('a file is cut at its top-level declarations, and its imports are left alone', () => {
  expect(partsOf('src/x.ts', source)).toEqual([
    { place: 'src/x.ts:4-7', lines: 4 },
    { place: 'src/x.ts:8-9', lines: 2 },
  ]);
});

const parts = Array.from({ length: 100 }, (_, nth) => ({ place: `src/f${nth}.ts:1-10`, lines: 10 }));

test('a long declaration is cut into pieces that leave no line out', () => {
  const long = `const a = [\n${'  1,\n'.repeat(20)}];`;
  expect(partsOf('src/y.ts', long).map(({ place }) => place)).toEqual([
    'src/y.ts:1-10',
    'src/y.ts:11-20',
    'src/y.ts:21-22',
  ]);
});

test('a sample is the same for the same seed, another for another, and grows with the number asked for', () => {
  expect(chosen(parts, 30, 1)).toEqual(chosen(parts, 30, 1));
  expect(chosen(parts, 30, 1)).not.toEqual(chosen(parts, 30, 2));
  expect(chosen(parts, 60, 1).slice(0, chosen(parts, 30, 1).length)).toEqual(chosen(parts, 30, 1));
  expect(chosen(parts, Number.POSITIVE_INFINITY, 1)).toHaveLength(100);
});

const mutant = (status: string, replacement: string) => ({
  status,
  replacement,
  mutatorName: 'ArithmeticOperator',
  location: { start: { line: 5, column: 17 }, end: { line: 5, column: 22 } },
});
const report = (...mutants: readonly object[]) => ({ files: { 'src/x.ts': { source, mutants } } });

test('what no test reached survived too, what hung was seen, and what was left out does not count', () => {
  const read = readReport(
    report(
      mutant('Killed', 'n - 1'),
      mutant('Timeout', 'n * 1'),
      mutant('Survived', 'n'),
      mutant('NoCoverage', '1'),
      mutant('Ignored', '""'),
    ),
    [],
  );
  expect(read).toMatchObject({ mutants: 4, killed: 2, score: 0.5 });
  expect(read.survivors).toEqual(['src/x.ts:5: n + 1 → n', 'src/x.ts:5: n + 1 → 1']);
});

test('a survivor that is listed as no bug is named apart and not counted', () => {
  const read = readReport(report(mutant('Survived', 'n'), mutant('Killed', '1')), [
    { name: 'src/x.ts: n + 1 → n', why: 'in this test' },
  ]);
  expect(read).toMatchObject({ mutants: 1, survivors: [], equivalent: ['src/x.ts: n + 1 → n'] });
});
