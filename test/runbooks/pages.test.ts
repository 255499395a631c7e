import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runbookPages } from '../../src/cli/runbook-pages.ts';
import { curelessNames, cureNames } from '../../src/cluster/verdict-types.ts';
import { runbooks } from '../../src/runbooks/index.ts';

const folder = join(import.meta.dirname, '../../docs/runbooks');

test('every cure that a verdict can name has a runbook, and every errand', () => {
  expect(runbooks.map(runbook => runbook.cure).toSorted()).toEqual(
    [...cureNames, ...curelessNames].toSorted(),
  );
});

test('docs/runbooks says what the declarations say: run `npm run -s runbook-docs` where this fails', async () => {
  for (const [name, text] of runbookPages())
    expect(await readFile(join(folder, name), 'utf8').catch(() => 'no such page'), name).toBe(text);
});

test('docs/runbooks has no page of a runbook that is gone', async () => {
  const pages = (await readdir(folder)).filter(name => name.endsWith('.md'));
  expect(pages.filter(name => !runbookPages().has(name))).toEqual([]);
});

test('no page shows an address, a uuid or an id of the example', () => {
  for (const [name, text] of runbookPages())
    expect(text, name).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\.invalid|(?:f0|a0|b0){4}|\d+\.\d+\.\d+\.\d+/);
});
