import { expect, test } from 'vitest';
import { files, textOf } from './tree.ts';

const page = textOf('docs/glossary.md');
const source = files.filter(file => /^(src|handlers)\/.*\.(ts|sh)$/.test(file)).map(textOf);
const rows = [...page.matchAll(/^\| (?!word|---)([^|]+) \| ([^|]+) \| (.+) \|$/gm)];
/** `**failed member** (장애노드)` in a meaning is a pair of its own. */
const inside = [...page.matchAll(/\*\*([^*]+)\*\* \(([^)]+)\)/g)];
const pairs = [...rows, ...inside].map(([, en = '', ko = '']) => ({ en: en.trim(), ko: ko.trim() }));

test('the glossary has one line a word, English and Korean beside each other, and no word twice', () => {
  expect(rows.length).toBeGreaterThan(20);
  const doubles = (words: readonly string[]) => words.filter((word, at) => words.indexOf(word) !== at);
  expect(doubles(pairs.map(({ en }) => en))).toEqual([]);
  expect(doubles(pairs.map(({ ko }) => ko).filter(ko => ko !== '—'))).toEqual([]);
});

test.each(pairs)('$en is said in the product, and its Korean is what people read', ({ en, ko }) => {
  const word = new RegExp(`\\b${en.replace(' ', '[ -]?')}s?\\b`, 'i');
  expect(source.filter(text => word.test(text)).length).toBeGreaterThan(0);
  if (ko !== '—') expect(source.filter(text => text.includes(ko)).length).toBeGreaterThan(0);
});

test.each(['README.md', 'README.ko.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'])(
  '%s links to the glossary',
  from => {
    expect(textOf(from)).toContain('](docs/glossary.md)');
  },
);
