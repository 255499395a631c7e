import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { pks } from '../../src/cli/pks.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { started } from '../support/a-run.ts';

test('a report is written for a program too: --json says of which run and where, and the help has the exit codes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pks-report-'));
  const verb = (...args: readonly string[]) =>
    pks(['report', ...args], { now: new Date(), lang: 'C', env: async () => ({ DATA_DIR: folder }) });
  const journal = await openJournal({ dataDir: folder, holder: 'x', parse: parseEvent });
  await journal.open({ run: 'run-1', cluster: 'dev-1' }, started());
  await journal.close();

  const found = await verb('--json');
  expect(found.code).toBe(0);
  const said = JSON.parse('out' in found ? String(found.out) : '');
  expect(said).toEqual({
    run: 'run-1',
    html: join(folder, 'reports/run-1.html'),
    markdown: join(folder, 'reports/run-1.md'),
  });
  expect(await readFile(said.html, 'utf8')).toContain('dev-1');
  expect(await verb('run-9')).toMatchObject({ code: 1 });
  expect(JSON.stringify(await verb('--help'))).toContain('Exit codes: 0 written; 1 ');
  await rm(folder, { recursive: true });
});
