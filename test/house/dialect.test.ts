import { expect, test } from 'vitest';
import { files, textOf } from './tree.ts';

const suites = files.filter(file => /^test\/.*\.ts$/.test(file));

test('tests speak one dialect: test, and no it', () => {
  const speaksIt = /import \{[^}]*\bit\b[^}]*\} from 'vitest'/;
  expect(suites.filter(file => speaksIt.test(textOf(file)))).toEqual([]);
});

test('no test is skipped for good, left for later, or the only one', () => {
  const word = /\b(?:test|describe)\.(?:skip|todo|only)\b/;
  expect(suites.filter(file => word.test(textOf(file)))).toEqual([]);
});
