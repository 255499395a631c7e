import { expect, test } from 'vitest';
import { backoff } from '../../src/engine/backoff.ts';

test('a run that failed is left alone, twice as long each time, up to a limit', () => {
  let ms = 0;
  const left = backoff({ elapsed: () => ms });
  const restsFor = (): number => {
    const since = ms;
    while (left.isResting('7f3a')) ms += 50;
    return ms - since;
  };
  expect(left.isResting('7f3a')).toBe(false);
  const spans = [0, 1, 2, 3, 4].map(() => {
    left.failed('7f3a', 3_000);
    return restsFor();
  });
  expect(spans).toEqual([500, 1_000, 2_000, 3_000, 3_000]);
  for (let count = 0; count < 2_000; count++) left.failed('7f3a', 3_000);
  expect(restsFor()).toBe(3_000);
});

test('one run’s rest is no other’s, and is over when it went well', () => {
  const left = backoff({ elapsed: () => 0 });
  left.failed('7f3a', 3_000);
  expect([left.isResting('7f3a'), left.isResting('beef')]).toEqual([true, false]);
  left.over('7f3a');
  expect(left.isResting('7f3a')).toBe(false);
});
