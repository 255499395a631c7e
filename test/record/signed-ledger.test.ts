import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { readRecord } from '../../src/adapters/journal/read-record.ts';
import { headNow } from '../../src/app/journal-head.ts';
import { whyOtherJournal } from '../../src/app/other-journal.ts';
import type { LedgerEvent } from '../../src/ports/ledger.ts';
import { keysIn } from '../../src/record/keys.ts';
import { sealing } from '../../src/record/seal.ts';
import { verifyStore } from '../../src/record/verify-store.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { finished, seoyeon, started } from '../support/a-run.ts';

const keys = keysIn(Buffer.alloc(32, 1).toString('base64'));
if (!keys) throw new Error('no key');
const ours = sealing(keys, new Set());
let dataDir = '';
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pks-signed-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const signing = () => openJournal({ dataDir, holder: 'bot', parse: parseEvent, sealing: ours });
/** Somebody with the store, who hashes as a bot does and has not its key. */
const byHand = async (...events: readonly LedgerEvent[]) => {
  const journal = await openJournal({ dataDir, holder: 'hand', parse: parseEvent });
  for (const event of events) await journal.noteInLedger(event);
  await journal.close();
};
const found = async () => {
  const { record, close } = await readRecord({ dataDir }, null);
  const { breaches } = await verifyStore(record, { anchors: new Map(), only: null, sealing: ours });
  await close();
  return breaches;
};
const deleted = { kind: 'deleted', run: 'old', seq: 2, hash: 'ab'.repeat(32), unchained: null };

test('a deletion by a bot is signed and believed; one that was chained by hand is not, and is told', async () => {
  const journal = await signing();
  await journal.open({ run: 'old', cluster: 'dev-1' }, started());
  await journal.write({ run: 'old', events: [finished()], as: { expectSeq: 1 }, then: 'finish' });
  await journal.deleteFinishedBefore((await journal.now()) + 60_000);
  expect((await headNow(journal, 'store')).deleted).toEqual(new Set(['old']));
  expect(await found()).toEqual([]);

  await byHand({ ...deleted, run: 'another' });
  const seq = (await journal.readLedger()).at(-1)?.seq;
  expect((await headNow(journal, 'store')).deleted).toEqual(new Set(['old']));
  expect(await found()).toEqual([{ run: null, seq, how: 'forged' }]);
  await journal.close();
});

test('a word that accepts the journal counts only as a bot took it from a person', async () => {
  const journal = await signing();
  const why = whyOtherJournal({
    journal,
    jumpHost: { name: 'local', readHead: async () => '{"another":1}', keepHead: async () => {} },
    posted: async () => [],
    log: () => {},
  });
  expect((await why())?.en).toContain('can’t be read');
  await byHand({ kind: 'journal-accepted', by: seoyeon, via: 'slash' });
  expect(await why()).not.toBeNull();
  expect(await found()).toMatchObject([{ run: null, how: 'forged' }]);

  await journal.noteInLedger({ kind: 'journal-accepted', by: seoyeon, via: 'slash' });
  expect(await why()).toBeNull();
  await journal.close();
});
