import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scriptText } from '../../src/commands/scripts.ts';

const functions = scriptText('sample');
/** What a master whose revision went from `low` to `high` between its two looks hashes at; many of them in one shell. */
const inCommon = (spans: readonly (readonly [low: number | '', high: number])[]): readonly number[][] =>
  execFileSync('sh', ['-c', `${functions}\nwhile read -r B A; do in_common "$A" "$B"; echo; done`], {
    input: spans.map(([low, high]) => `${high} ${low}\n`).join(''),
    encoding: 'utf8',
  })
    .split('\n\n')
    .slice(0, -1)
    .map(text => text.split('\n').filter(Boolean).map(Number));

test('a quiet member hashes at its revision, and so does one whose first was not told', () => {
  expect(
    inCommon([
      [1204, 1204],
      ['', 1204],
      [1210, 1204],
    ]),
  ).toEqual([[1204], [1204], [1204]]);
});

test('at three revisions at most, all of them between its two looks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.nat({ max: 5000 })), {
        minLength: 1,
        maxLength: 40,
      }),
      pairs => {
        const spans = pairs.map(([low, more]) => [low, low + more] as const);
        for (const [at, revisions] of inCommon(spans).entries()) {
          const [low = 0, high = 0] = spans[at] ?? [];
          expect(revisions.length).toBeGreaterThan(0);
          expect(revisions.length).toBeLessThanOrEqual(3);
          for (const each of revisions) expect(each >= low && each <= high).toBe(true);
        }
      },
    ),
    { numRuns: 20 },
  );
});

/** Looks at 0 and 1 s, each master's up to `skew` ms late, at `rate` revisions a second. */
const shares = (
  seed: number,
  rate: number,
  skew: number,
  start: number,
): readonly (readonly [number, number])[] =>
  [0, 1, 2].map(at => {
    const late = (((seed * (at + 7)) % 101) / 101) * skew;
    return [
      start + Math.floor((rate * late) / 1000),
      start + Math.floor((rate * (late + 1000)) / 1000),
    ] as const;
  });

test('at one in common with the others, not below any first look, for nearly all rates up to 540/s at 0.2 s of skew', () => {
  const waves = Array.from({ length: 300 }, (_, seed) =>
    shares(seed, (seed * 37) % 541, 200, 1000 + seed * 7919),
  );
  const answers = inCommon(waves.flat());
  const found = waves.filter((wave, at) => {
    const told = answers.slice(at * 3, at * 3 + 3);
    const newest = Math.max(...wave.map(([low]) => low));
    return told[0]?.some(each => each >= newest && told.every(others => others.includes(each)));
  });
  expect(found.length).toBeGreaterThan(waves.length * 0.9);
});
