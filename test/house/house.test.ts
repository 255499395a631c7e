import { expect, test } from 'vitest';
import { countHouse, readTree } from '../../tools/house.ts';

const { counts, found } = countHouse();

test.each(['circles', 'arrowsUp', 'doubleNames', 'deadExports'] as const)('the house has no %s', what => {
  expect(found[what]).toEqual([]);
});

test('the count is of the whole product', () => {
  expect(counts.files).toBeGreaterThan(250);
  expect(counts.longestFile).toBeLessThanOrEqual(250);
});

/** What stands before the last import, without imports and comments. */
const beforeImports = (text: string): string => {
  const last = [...text.matchAll(/^import [^;]*;$/gm)].at(-1);
  const head = text.slice(0, last?.index ?? 0).replaceAll(/^import [^;]*;$/gm, '');
  return head.replaceAll(/\/\*[\s\S]*?\*\/|^\/\/.*$/gm, '').trim();
};

test('imports come first, and no sentence about something else stands over them', () => {
  const product = readTree().filter(({ file }) => /^(src|handlers)\/.*\.ts$/.test(file));
  const wrong = product.filter(({ text }) => beforeImports(text) !== '' || /\*\/\nimport /.test(text));
  expect(wrong.map(({ file }) => file)).toEqual([]);
});
