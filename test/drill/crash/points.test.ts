import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stoppingJournal } from '../../../drill/crash/points.ts';
import { openJournal } from '../../../src/adapters/journal/open-journal.ts';
import type { Journal } from '../../../src/ports/journal.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { parseEvent } from '../../../src/runs/parse-event.ts';
import { started } from '../../support/a-run.ts';

let folder: string;
let journal: Journal<RunEvent>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pks-points-'));
  journal = await openJournal({ dataDir: folder, holder: 'test', parse: parseEvent });
});
afterAll(async () => {
  await journal.close();
  await rm(folder, { recursive: true, force: true });
});

/** What changes nothing in the journal. */
const readOnly = [
  ...['read', 'row', 'rows', 'claimable', 'onWritten', 'posted', 'unshown'],
  ...['readLedger', 'recall', 'recallAll', 'lowered', 'now', 'backup', 'close'],
];

test('everything that changes the journal is a point at which a process can be killed', () => {
  const stopping = stoppingJournal(journal, async () => {});
  // The keys of a record are its own.
  const names = Object.keys(journal) as readonly (keyof typeof journal)[];
  expect(names.filter(name => stopping[name] === journal[name]).toSorted()).toEqual(readOnly.toSorted());
});

test('a process is at a point before and after a change, and right after a claim', async () => {
  const points: string[] = [];
  const stopping = stoppingJournal(journal, async point => void points.push(point));
  await stopping.open({ run: 'run-1', cluster: 'dev-1' }, started());
  const lease = await stopping.claim('run-1');
  if (lease) await stopping.renew(lease);
  expect(points).toEqual(['before open', 'after open', 'claimed run-1', 'before renew', 'after renew']);
});
