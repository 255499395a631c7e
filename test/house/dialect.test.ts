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

test('a test outside of a describe names its subject: its title begins with no verb', () => {
  const verb =
    /^(?:is|are|has|does|says|takes|gives|sends|counts|carries|tells|runs|keeps|lets|finds|shows|loses|streams|answers|serves|dies|signs|listens|refuses|returns|not|never)\b/;
  const titles = suites.flatMap(file =>
    [...textOf(file).matchAll(/^(?:test(?:\.\w+)*\(|\]\)\()\s*(['"`])(.*?)\1/gm)].map(([, , title = '']) => ({
      file,
      title,
    })),
  );
  expect(titles.length).toBeGreaterThan(500);
  expect(titles.filter(({ title }) => verb.test(title))).toEqual([]);
});
