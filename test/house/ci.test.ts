import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root, textOf } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'pks-ci-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What .ci/count.mjs makes of a document on disk: [passed, failed]. */
const counted = (kind: string, document: unknown, exit: number, checks = ''): readonly number[] => {
  const file = join(folder, 'report.json');
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  const argv = [join(root, '.ci/count.mjs'), kind, file, String(exit), checks];
  const printed = execFileSync(process.execPath, argv, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return printed.trim().split(' ').map(Number);
};

/** Scripts that a person runs; every other one shows something, so CI has to run it. */
const forPeople = ['start', 'drill', 'format', 'bench', 'pks', 'verdict', 'docs', 'long'];

test('CI runs every script that shows something', () => {
  const ci = textOf('.ci/run');
  const forgotten = Object.keys(manifest.scripts)
    .filter(name => !forPeople.includes(name))
    .filter(
      name =>
        !ci.includes(`npm ${name} `) && !ci.includes(`npm run ${name}`) && !ci.includes(`run -s ${name}`),
    );
  expect(forgotten).toEqual([]);
});

test('a skipped test counts as failed', () => {
  const report = { numTotalTests: 3, numPassedTests: 2, success: true };
  expect(counted('tests', report, 0)).toEqual([2, 1]);
});

test('a test file that could not be loaded counts as failed, though no test of it did', () => {
  const report = { numTotalTests: 3, numPassedTests: 3, success: false };
  expect(counted('tests', report, 1)).toEqual([3, 1]);
});

test('a suite without tests, and a report that is not there, count as failed', () => {
  expect(counted('tests', { numTotalTests: 0, numPassedTests: 0, success: true }, 0)).toEqual([0, 1]);
  expect(counted('tests', '', 124)).toEqual([0, 1]);
});

test('a document is judged check by check, and by its exit code', () => {
  const printed = 'words before\n{"outcome":"healed","lostWrites":1}';
  expect(counted('document', printed, 0, 'd.outcome === "healed"\nd.lostWrites === 0')).toEqual([2, 1]);
  expect(counted('document', printed, 1, 'd.outcome === "healed"')).toEqual([1, 1]);
});

test('a check that a document has nothing for is not passed', () => {
  expect(counted('document', '{"outcome":"healed"}', 0, 'd.writeGapMs < 500')).toEqual([1, 1]);
});
