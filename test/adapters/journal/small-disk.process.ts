import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../../src/adapters/journal/open-journal.ts';
import { JournalTrouble } from '../../../src/ports/journal.ts';
import { parseSaid, said } from './stores.ts';

/** Run in a mount namespace of its own (`unshare -rm`): a 1 MB disk that fills up, gets room again and turns read-only.
 *  Prints as JSON what the journal said. */
const [dataDir = ''] = process.argv.slice(2);
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', dataDir]);

const open = () => openJournal({ dataDir, holder: 'small', parse: parseSaid });
const troubleOf = async (act: Promise<unknown>) => {
  try {
    await act;
  } catch (error) {
    if (error instanceof JournalTrouble) return { trouble: error.trouble, message: error.message };
    throw error;
  }
  return null;
};

const filler = join(dataDir, 'filler');
writeFileSync(filler, Buffer.alloc(300_000));
const journal = await open();
await journal.open({ run: 'r1', cluster: 'dev-1' }, said('x'));
let acknowledged = 1;
const write = () =>
  journal.write({ run: 'r1', events: [said('x'.repeat(5_000))], as: { expectSeq: acknowledged } });
let full = null;
while (full === null && acknowledged < 1_000) {
  full = await troubleOf(write());
  if (full === null) acknowledged += 1;
}
const stillFull = await troubleOf(write());
const kept = (await journal.read('r1')).length;
rmSync(filler);
const back = await troubleOf(write());
const entries = (await journal.read('r1')).map(entry => entry.seq);
await journal.close();

execFileSync('mount', ['-o', 'remount,ro', dataDir]);
const readOnly = await troubleOf(open());
execFileSync('mount', ['-o', 'remount,rw', dataDir]);
const again = await open();
const found = (await again.read('r1')).length;
await again.close();

process.stdout.write(JSON.stringify({ acknowledged, full, stillFull, kept, back, entries, readOnly, found }));
