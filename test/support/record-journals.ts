import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunbookName } from '../../src/cluster/verdict-types.ts';
import { cases, waits } from './golden/cases.ts';
import { journalsFolder } from './golden/fixtures.ts';
import type { End } from './golden/go-on.ts';
import { type Recorded, record, recordOver } from './golden/record.ts';

/** `npx node test/support/record-journals.ts`: once a release, by its own code. What a release wrote is never written anew. */
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
const folder = process.argv[2] ?? join(journalsFolder, version);
if (existsSync(folder))
  throw new Error(`${folder} is there already: raise the version in package.json first`);
mkdirSync(folder, { recursive: true });

const ends: Record<string, End> = {};
const keep = (name: string, { entries, end }: Recorded): void => {
  writeFileSync(join(folder, `${name}.jsonl`), entries.map(entry => `${JSON.stringify(entry)}\n`).join(''));
  ends[name] = end;
  console.log(`${name}: ${entries.length} entries; it ends ${end.outcome}`);
};
for (const runbook of Object.keys(cases) as RunbookName[]) // its keys are the runbooks, as its type says
  for (const wait of waits) keep(`${runbook}-${wait}`, await record(runbook, wait));
keep('move-leader-over', await recordOver());
writeFileSync(join(folder, 'ends.json'), `${JSON.stringify(ends, null, 2)}\n`);
