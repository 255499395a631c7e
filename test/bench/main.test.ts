import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const bench = (...words: readonly string[]) =>
  spawnSync(process.execPath, ['bench/main.ts', ...words], { encoding: 'utf8' });

test.each([
  ['nothing', [], 'Nothing was named to measure.'],
  ['something else', ['fold', '--json'], '“fold” is not known.'],
  ['more than it can', ['engine', 'fold'], '“engine fold” is not known.'],
])('asked for %s, the bench names what it can measure, and measures nothing', (_, words, sentence) => {
  const { status, stderr, stdout } = bench(...words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(`${sentence} There are three: npm run -s bench -- engine|foundation|verify`);
});
