import { expect, test } from 'vitest';
import { testedBy } from '../../tools/mutant-report.ts';

const loaded = { assertionResults: [{}] };
const unloaded = { assertionResults: [] };
const report = (numFailedTests: number, numPassedTests: number, ...testResults: (typeof loaded)[]) => ({
  numFailedTests,
  numPassedTests,
  testResults,
});

test.each([
  ['a failed test is red', report(1, 1, loaded), 1, true, 'red'],
  ['only passed tests are green', report(0, 2, loaded), 0, true, 'green'],
  ['tests that are all filtered away prove nothing', report(0, 0, loaded), 0, true, 'nothing ran'],
  [
    'a worker that --bail stopped before it could tell is asked again',
    report(0, 2, loaded),
    1,
    true,
    'cut short',
  ],
  ['so is a file that was not loaded', report(0, 0, unloaded), 1, true, 'cut short'],
  [
    'a hook that failed, or an unhandled error, is red once all was played',
    report(0, 2, loaded),
    1,
    false,
    'red',
  ],
  ['a file that cannot be loaded proves nothing', report(0, 2, loaded, unloaded), 1, false, 'nothing ran'],
  ['no report at all proves nothing', null, 1, false, 'nothing ran'],
] as const)('of a planted bug’s run: %s', (_title, read, code, bail, tested) => {
  expect(testedBy(read, code, bail)).toBe(tested);
});
