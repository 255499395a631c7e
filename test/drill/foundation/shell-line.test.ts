import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellWords } from '../../../drill/foundation/shell-line.ts';
import { quoteArgv } from '../../../src/commands/quote.ts';

const word = fc.string({ unit: 'binary' }).filter(text => !text.includes('\0'));

test('what quoteArgv wrote is read back word for word, whatever the words hold', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), words => {
      expect(shellWords(quoteArgv(words))).toEqual(words);
    }),
  );
});

test.each(['a; b', 'a | b', 'a  b', 'a ', '$(a)', 'a "b"', '`a`', 'a > b', "a 'b"])(
  'a line that is more than plain words is not read at all: %s',
  line => {
    expect(shellWords(line)).toBeNull();
  },
);
