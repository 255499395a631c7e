import { expect, test } from 'vitest';
import { answerNames, buttonNames } from '../../src/model/button-names.ts';
import { files, textOf } from './tree.ts';

const product = files.filter(file => /^(?:src|handlers)\/.*\.ts$/.test(file));
const without = (file: string): string => textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
const where = (pattern: RegExp): readonly string[] => product.filter(file => pattern.test(without(file)));

/** What is said in one place: a second one would be changed without the first. */
test.each([
  ['how a message is kept from becoming a mention', /\b(?:parse: 'none'|link_names|unfurl_\w+)/, 'sent'],
  ['how often one message is edited', /const \w*[eE]dits?\w*Ms\b/, 'sent'],
  [
    'how a wait grows with each failure',
    /\b(?:2 \*\* (?!\d)|(?:pause|wait|ms|Ms) \* 2\b|(?:pause|wait|Ms) \*= 2\b)/,
    'backoff',
  ],
])('%s is said once, in src/model', (_what, pattern, file) => {
  expect(where(pattern)).toEqual([`src/model/${file}.ts`]);
});

test('every message that is sent or edited goes through that rule', () => {
  const calls = product.flatMap(file =>
    [...without(file).matchAll(/\.chat\s*\.(?:postMessage|update|postEphemeral)\(([^)]*)/g)].map(
      ([, given = '']) => ({
        file,
        given,
        sent: /\bsent\(/.test(without(file)),
      }),
    ),
  );
  expect(calls.length).toBeGreaterThan(6);
  expect(calls.filter(({ sent, given }) => !sent || !/\.\.\.sent\(|\bmessage\b/.test(given))).toEqual([]);
});

test('a button’s name stands in one table, so that what is said of a click is what stood on the button', () => {
  const names = [...Object.values(answerNames), ...Object.values(buttonNames)];
  const literal = (name: string) => name.replaceAll(/[()]/g, '\\$&');
  for (const { en, ko } of names)
    expect(where(new RegExp(`\\ben: '${literal(en)}',\\s*ko: '${literal(ko)}'`)), en).toEqual([
      'src/model/button-names.ts',
    ]);
});
