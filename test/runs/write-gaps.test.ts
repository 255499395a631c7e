import { describe, expect, test } from 'vitest';
import { writeGaps } from '../../src/runs/write-gaps.ts';

/** Looks at one cluster: the second of the look, and the revision that was seen. */
const seen = (looks: readonly (readonly [second: number, revision: number])[], since = 0): number | null => {
  const quiet = writeGaps();
  for (const [second, revision] of looks) quiet.saw('d', { at: second * 1000, ms: second * 1000 }, revision);
  return quiet.longest('d', since * 1000);
};

describe('how long nothing was written, at most', () => {
  test('is from the first sight of one revision to the first of the next', () => {
    expect(
      seen([
        [0, 1],
        [1, 2],
        [3, 3],
        [4, 4],
      ]),
    ).toBe(2_000);
    expect(
      seen([
        [0, 1],
        [1, 1],
        [2, 1],
        [3, 2],
      ]),
    ).toBe(3_000);
  });
  test('is the longest of all stretches', () =>
    expect(
      seen([
        [0, 1],
        [2, 2],
        [40, 3],
        [41, 4],
      ]),
    ).toBe(2_000));
  test('is not known of one look, of none, or of looks that saw no write', () => {
    expect(seen([])).toBeNull();
    expect(seen([[0, 1]])).toBeNull();
    expect(
      seen([
        [0, 1],
        [5, 1],
      ]),
    ).toBeNull();
  });
  test('is not known across looks that are more than 20 seconds apart', () => {
    const stood = (second: number) =>
      [
        [0, 1],
        [second, 1],
        [second + 0.5, 2],
      ] as const;
    expect(seen(stood(20))).toBe(20_500);
    expect(seen(stood(20.001))).toBe(500);
  });
  test('is not told of looks that find a new revision each time and are more than two seconds apart: that is how seldom was looked', () => {
    const apart = (seconds: number) => [1, 2, 3].map(n => [n * seconds, n] as const);
    expect(seen(apart(2))).toBe(2_000);
    expect(seen(apart(7))).toBeNull();
    expect(seen([...apart(7), [28, 3], [29, 4]])).toBe(8_000);
  });
  test('counts from a moment on, that moment included', () => {
    expect(
      seen(
        [
          [0, 1],
          [9, 2],
          [10, 3],
        ],
        9,
      ),
    ).toBe(1_000);
    expect(
      seen(
        [
          [0, 1],
          [9, 2],
          [10, 3],
        ],
        9.5,
      ),
    ).toBeNull();
  });
  test('is one cluster’s own', () => {
    const quiet = writeGaps();
    quiet.saw('d', { at: 0, ms: 0 }, 1);
    quiet.saw('e', { at: 1000, ms: 1000 }, 2);
    expect([quiet.longest('d', 0), quiet.longest('none', 0)]).toEqual([null, null]);
  });
  test('is told by the clock that nobody sets', () => {
    const quiet = writeGaps();
    quiet.saw('d', { at: 5_000, ms: 0 }, 1);
    quiet.saw('d', { at: 3_605_000, ms: 700 }, 2);
    expect(quiet.longest('d', 0)).toBe(700);
  });
  test('forgets what is more than two thousand looks ago', () => {
    const looks = Array.from({ length: 2_001 }, (_, at) => [11 + at, at + 2] as const);
    expect(seen([[0, 0], [5, 0], [10, 1], ...looks.slice(3)])).toBe(10_000);
    expect(seen([[0, 0], [5, 0], [10, 1], ...looks.slice(2)])).toBeNull();
  });
});
