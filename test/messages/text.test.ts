import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, cut, cutFront, cutMiddle, escaped, escapedWithin } from '../../src/messages/text.ts';

const text = fc.oneof(
  fc.string({ maxLength: 400, unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('가', '😀', '👩‍👩‍👧‍👦', 'e\u0301', '\n', '<', '&', 'x'), { maxLength: 300 })
    .map(parts => parts.join('')),
);
const max = fc.integer({ min: 12, max: 200 });

describe('text is cut between whole characters', () => {
  test('never longer than asked, never half a surrogate pair, the beginning or the end is kept', () => {
    fc.assert(
      fc.property(text, max, (text, max) => {
        for (const short of [cut(text, max), cutFront(text, max), cutMiddle(text, max)]) {
          expect(short.length).toBeLessThanOrEqual(max);
          expect(short.isWellFormed()).toBe(true);
        }
        if (text.length <= max) {
          expect(cut(text, max)).toBe(text);
          return;
        }
        expect(text.startsWith(cut(text, max).slice(0, -1))).toBe(true);
        expect(text.endsWith(cutFront(text, max).slice(1))).toBe(true);
      }),
    );
  });
  test('a command line shows that its middle is missing', () => {
    expect(cutMiddle('bosh -d service-instance_56c19cfc recreate master/9b8ad6e0', 31)).toBe(
      'bosh -d service…master/9b8ad6e0',
    );
  });
  test('a family stays one family', () => {
    expect(cut('ab👩‍👩‍👧‍👦', 9)).toBe('ab…');
    expect(cut('cafe\u0301s', 5)).toBe('caf…');
  });
  test('a log starts at a line where one is near', () => {
    expect(cutFront('one\ntwo\nthree', 9)).toBe('…\nthree');
  });
});

describe('text from outside has no power', () => {
  test('entities are written once and never cut in two', () => {
    expect(escaped('<!channel> &amp; <@U1>')).toBe('&lt;!channel&gt; &amp;amp; &lt;@U1&gt;');
    fc.assert(
      fc.property(text, max, (text, max) => {
        const short = escapedWithin(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(short).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
  });
  test('control characters and direction marks are taken out, lines stay', () => {
    expect(clean('a\u0000b\u202Ec\r\nd\te\u001B[31m')).toBe('abc\nd\te[31m');
    expect(clean('\uD83D')).toBe('\uFFFD');
  });
});
