import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { settingsSchema } from '../../src/config.ts';
import { verbs } from '../../src/messages/help.ts';
import { files, root, textOf } from './tree.ts';

const pages = files.filter(file => /^(docs\/)?[^/]+\.md$/.test(file) && existsSync(join(root, file)));
const rooms = '(?:src|drill|handlers|test|docs|tools|bench|docker|\\.ci)';

/** Every path of this tree that a page names, in code or in running text; `test/` and `src/x.ts` alike. */
const cited = (text: string): readonly string[] =>
  [...text.matchAll(new RegExp(`(?<![\\w/.-])${rooms}/[\\w./-]*[\\w/]`, 'g'))].map(([path]) => path);

const linked = (text: string): readonly string[] =>
  [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);

/** Root files such as `biome.rooms.jsonc`, named in code. */
const namedAtRoot = (text: string): readonly string[] =>
  [...text.matchAll(/`(\.?[\w.-]+\.(?:json|jsonc|yaml|service|md|example)|Dockerfile)`/g)].map(
    ([, path = '']) => path,
  );

const scripts = (text: string): readonly string[] =>
  [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name);

test('there are pages to check', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'README.ko.md', 'ARCHITECTURE.md', 'docs/operations.md']),
  );
  expect(cited(textOf('ARCHITECTURE.md')).length).toBeGreaterThan(20);
});

describe.each(pages)('%s', page => {
  const text = textOf(page);

  test('every path that it names exists', () => {
    const gone = [...cited(text), ...namedAtRoot(text)].filter(path => !existsSync(join(root, path)));
    expect(gone).toEqual([]);
  });

  test('every link leads somewhere', () => {
    const gone = linked(text).filter(path => !existsSync(join(root, normalize(join(dirname(page), path)))));
    expect(gone).toEqual([]);
  });

  test('every npm script that it names is in package.json', () => {
    expect(scripts(text).filter(name => !(name in manifest.scripts))).toEqual([]);
  });
});

test('both READMEs show the same commands and settings', () => {
  const commands = (page: string) =>
    [...textOf(page).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) =>
      block.replaceAll(/\s+#.*$/gm, ''),
    );
  expect(commands('README.ko.md')).toEqual(commands('README.md'));
  const settings = (page: string) => [...new Set(textOf(page).match(/\b[A-Z]+(?:_[A-Z]+)+\b/g))].sort();
  expect(settings('README.ko.md')).toEqual(settings('README.md'));
});

test('the docs name no setting that the bot does not read or hand to its tools', () => {
  const known = `${Object.keys(settingsSchema.shape).join(': ')}: ${textOf('src/app/tool-environment.ts')}`;
  const others = ['NODE_ENV', 'SUDO_UID'];
  const named = pages.flatMap(page => [...textOf(page).matchAll(/`([A-Z]+(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)]);
  const unknown = named
    .map(([, name = '']) => name)
    .filter(name => !known.includes(`${name}:`) && !others.includes(name));
  expect(unknown).toEqual([]);
});

test.each(['README.md', 'README.ko.md'])('%s lists every verb of /pks, as it is typed', page => {
  const text = textOf(page).replaceAll('\\|', '|');
  expect(verbs.map(verb => verb.usage).filter(usage => !text.includes(`\`${usage}\``))).toEqual([]);
});

test('what docs/operations.md quotes of the bot is what the bot says', () => {
  const said = files.filter(file => /^(src|handlers)\/.*\.ts$/.test(file)).map(textOf);
  const [, after = ''] = textOf('docs/operations.md').split('## What each refusal means');
  const [table = ''] = after.split('\n## ');
  const quotes = [...table.matchAll(/^\| (.*?) \| /gm)].flatMap(
    ([, cell = '']) => cell.match(/"[^"]+"/g) ?? [],
  );
  const quoted = quotes.flatMap(quote => quote.slice(1, -1).split('…')).map(part => part.trim());
  expect(quoted.length).toBeGreaterThan(20);
  expect(quoted.filter(part => !said.some(text => text.includes(part)))).toEqual([]);
});
