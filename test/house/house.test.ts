import { expect, test } from 'vitest';
import { countHouse } from '../../tools/house.ts';

const { counts, found } = countHouse();

test.each(['circles', 'arrowsUp', 'doubleNames', 'deadExports'] as const)('the house has no %s', what => {
  expect(found[what]).toEqual([]);
});

test('the count is of the whole product', () => {
  expect(counts.files).toBeGreaterThan(250);
  expect(counts.longestFile).toBeLessThanOrEqual(250);
});
