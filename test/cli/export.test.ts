import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { pks } from '../../src/cli/pks.ts';
import { chainHash } from '../../src/record/chain.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { asked, started } from '../support/a-run.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pks-export-'));
  const journal = await openJournal({ dataDir: folder, holder: 'x', parse: parseEvent });
  for (const run of ['run-1', 'run-2']) {
    await journal.open({ run, cluster: run }, started());
    await journal.write({ run, events: [asked('snapshot')], as: { expectSeq: 1 } });
  }
  await journal.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const exported = (...args: readonly string[]) =>
  pks(['export', join(folder, 'out.jsonl'), ...args], {
    now: new Date(),
    lang: 'C',
    env: async () => ({ DATA_DIR: folder }),
  });
const lines = async () => (await readFile(join(folder, 'out.jsonl'), 'utf8')).trim().split('\n');
/** By what the help says of a hash, from the line alone. */
const holds = (line: string): boolean => {
  const { run, seq, at, event, previous, hash } = JSON.parse(line);
  return chainHash({ run: run ?? '', seq, at, text: JSON.stringify(event), previous }) === hash;
};

test('the export has the ledger and every entry, each with a hash that can be computed from its line; it is 0600', async () => {
  expect((await exported()).code).toBe(0);
  const all = await lines();
  expect(all.map(line => JSON.parse(line).run)).toEqual([
    null,
    null,
    null,
    'run-1',
    'run-1',
    'run-2',
    'run-2',
  ]);
  expect(all.filter(line => !holds(line))).toEqual([]);
  expect((await stat(join(folder, 'out.jsonl'))).mode & 0o777).toBe(0o600);
});

test('of one run the export has its entries alone; a run that is not there is said, and a file is never overwritten', async () => {
  expect((await exported('run-3')).code).toBe(1);
  expect((await exported('run-2')).code).toBe(0);
  expect((await lines()).map(line => JSON.parse(line).seq)).toEqual([1, 2]);
  expect(await exported('run-1')).toMatchObject({ code: 1, why: expect.stringContaining('EEXIST') });
});
