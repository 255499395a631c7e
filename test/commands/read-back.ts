import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteArgv } from '../../src/commands/quote.ts';

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }).map(text => text.replaceAll('\0', '')),
  fc.string({
    unit: fc.constantFrom("'", '"', '\\', '$', '`', '(', ')', '\n', '\r', '!', '*', '~', '#', ' ', '{', '한'),
  }),
  fc.constantFrom(
    '',
    '-',
    '--',
    '-n',
    '$(id)',
    '`id`',
    "it's",
    '\n',
    '복구',
    '~root',
    '*',
    '{a,b}',
    '=',
    '😀',
    "'\\''",
  ),
);

/** The tests of what one shell makes of a quoted line. */
export const readBackBy = (program: string, ...first: readonly string[]) =>
  describe(`read back by ${program}`, () => {
    test('every argument arrives as it was given', () => {
      fc.assert(
        fc.property(fc.array(nasty, { minLength: 30, maxLength: 80 }), words => {
          const line = quoteArgv(['printf', '%s\\0', ...words]);
          const { stdout } = spawnSync(program, [...first, '-c', line]);
          expect(stdout.toString()).toBe(words.map(word => `${word}\0`).join(''));
        }),
        { numRuns: 25 },
      );
    });
  });
