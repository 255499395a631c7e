import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { typicalRun } from '../../../bench/typical-run.ts';
import { openJournal } from '../../../src/adapters/journal/open-journal.ts';
import { keysIn } from '../../../src/record/keys.ts';
import { sealing } from '../../../src/record/seal.ts';
import { parseEvent } from '../../../src/runs/parse-event.ts';

test('a run by the gentle route, chained and signed, grows the store by 25 kB at most', async () => {
  const [first, ...events] = await typicalRun();
  const keys = keysIn(Buffer.alloc(32, 1).toString('base64'));
  if (!first || !keys) throw new Error('nothing to write');
  const dataDir = await mkdtemp(join(tmpdir(), 'pks-growth-'));
  const after = async (runs: number): Promise<number> => {
    const journal = await openJournal({
      dataDir,
      holder: 'bot',
      parse: parseEvent,
      sealing: sealing(keys, new Set()),
    });
    for (let nth = 0; nth < runs; nth++) {
      const run = `run-${runs}-${nth}`;
      await journal.open({ run, cluster: 'dev-1' }, first);
      await journal.write({ run, events, as: { expectSeq: 1 }, then: 'finish' });
    }
    await journal.close();
    return (await stat(join(dataDir, 'pks-rescue.db'))).size;
  };
  const before = await after(1);
  expect(((await after(40)) - before) / 40).toBeLessThan(25_000);
  await rm(dataDir, { recursive: true });
});
