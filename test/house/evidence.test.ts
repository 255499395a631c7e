import { expect, test } from 'vitest';
import { files, textOf } from './tree.ts';

const here = 'test/house/evidence.test.ts';
const readable = files.filter(
  file => /\.(ts|sh|mjs|md|json|jsonc|css|html|yaml)$/.test(file) && file !== here,
);
const cites = (text: string): readonly string[] =>
  [...text.matchAll(/evidence\.md#([a-z0-9-]+)/g)].map(([, anchor = '']) => anchor);

/** As GitHub makes a heading's anchor. */
const anchors = (page: string): readonly string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\d\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
const sections = anchors(textOf('docs/evidence.md'));

test('the tree stands alone: no file cites notes that are not in it', () => {
  const outside = /(?<![\w/])facts\/|\/shared\/|\bfacts (?:section|E\d)|\bhouse\.md\b/;
  expect(readable.filter(file => outside.test(textOf(file)))).toEqual([]);
});

test('each section of docs/evidence.md that is cited is there', () => {
  const cited = readable.flatMap(file => cites(textOf(file)).map(anchor => ({ file, anchor })));
  expect(cited.length).toBeGreaterThan(25);
  expect(cited.filter(({ anchor }) => !sections.includes(anchor))).toEqual([]);
});

test('no two sections of docs/evidence.md have the same anchor, and each says what was run, read or inferred', () => {
  expect(sections).toHaveLength(new Set(sections).size);
  const bodies = textOf('docs/evidence.md').split(/^## /m).slice(1);
  expect(
    bodies.filter(body => !/\*(ran|read|inferred)[.*]/i.test(body)).map(body => body.split('\n')[0]),
  ).toEqual([]);
});
