import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openJournal } from '../../../src/adapters/journal/open-journal.ts';
import { parseSaid, said } from './stores.ts';

/** A bot of its own process: opens the store named in its arguments when told "go", then (with "write") writes entries to
 *  run r1 until it is killed, one line with the seq for every entry that was acknowledged, or (with "drive") claims it. */
const [place = '{}', task] = process.argv.slice(2);
const told = createInterface({ input: process.stdin });
told.on('close', () => process.exit());
await new Promise(resolve => told.once('line', resolve));

const journal = await openJournal({ ...JSON.parse(place), holder: `pid ${process.pid}`, parse: parseSaid });
writeSync(1, 'opened\n');
if (task === 'open') process.exit();
await journal.open({ run: 'r1', cluster: 'dev-1' }, said('1'));
if (task === 'drive') {
  writeSync(1, `${JSON.stringify(await journal.claim('r1'))}\n`);
  await new Promise(() => {});
}
let seq = (await journal.row('r1'))?.seq ?? 0;
for (;;) {
  const written = await journal.write({ run: 'r1', events: [said(String(seq + 1))], as: { expectSeq: seq } });
  if (!written.ok) throw new Error(written.why);
  seq += 1;
  writeSync(1, `${seq}\n`);
}
