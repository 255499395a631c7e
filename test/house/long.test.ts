import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { parts } from '../../tools/long.ts';
import { textOf } from './tree.ts';

test('each part of the long run is a script of this tree, under a name of its own, and prints its document', () => {
  expect(parts.filter(({ argv: [script = ''] }) => !(script in manifest.scripts))).toEqual([]);
  expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
  expect(parts.filter(({ argv }) => !argv.includes('--json'))).toEqual([]);
});

test('CI plays something of each', () => {
  const ci = textOf('.ci/run');
  expect(parts.filter(({ argv: [script = ''] }) => !ci.includes(`run -s ${script}`))).toEqual([]);
});
