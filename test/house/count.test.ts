import { expect, test } from 'vitest';
import { arrowsUp, circlesOf, deadExports, doubleNames } from '../../tools/house/count.ts';
import type { Module } from '../../tools/house/modules.ts';

const module = (file: string, more: Partial<Module> = {}): Module => ({
  file,
  lines: 1,
  imports: [],
  exports: [],
  text: '',
  ...more,
});
const to = (...files: string[]) => files.map(file => ({ file, names: ['a'] }));

test('a circle of two files is found, and what only leads to it is not one', () => {
  const [a, b, c] = ['src/a.ts', 'src/b.ts', 'src/c.ts'];
  const modules = [
    module(a, { imports: to(b) }),
    module(b, { imports: to(a) }),
    module(c, { imports: to(a) }),
  ];
  expect(circlesOf(modules)).toEqual([a, b]);
});

test('an import from below to above is an arrow up, and so is one between two rooms of a floor', () => {
  const up = module('src/runs/a.ts', { imports: to('src/engine/b.ts') });
  const sideways = module('src/watch/a.ts', { imports: to('src/messages/b.ts') });
  const down = module('src/engine/a.ts', { imports: to('src/runs/b.ts', 'src/words.ts') });
  expect(arrowsUp([up, sideways, down])).toEqual([
    'src/runs/a.ts → src/engine/b.ts',
    'src/watch/a.ts → src/messages/b.ts',
  ]);
});

test('a name that two files export is told with both', () => {
  const exports = [{ name: 'Trouble', line: 1 }];
  expect(doubleNames([module('src/a/a.ts', { exports }), module('src/b/b.ts', { exports })])).toEqual([
    'Trouble: src/a/a.ts, src/b/b.ts',
  ]);
});

test('an export that only tests use is dead, unless the comment above says so', () => {
  const exports = [{ name: 'a', line: 2 }];
  const users = [module('test/x.test.ts', { imports: to('src/x.ts') })];
  expect(deadExports([module('src/x.ts', { exports, text: '\nexport const a = 1;' }), ...users])).toEqual([
    'src/x.ts a',
  ]);
  const told = '/** Exported for its tests. */\nexport const a = 1;';
  expect(deadExports([module('src/x.ts', { exports, text: told }), ...users])).toEqual([]);
});

test('an export that another file of the product uses is alive', () => {
  const exports = [{ name: 'a', line: 1 }];
  const user = module('src/y.ts', { imports: to('src/x.ts') });
  expect(deadExports([module('src/x.ts', { exports }), user])).toEqual([]);
});
