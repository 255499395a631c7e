import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { openJournal } from '../src/adapters/journal/open-journal.ts';
import { readKeyFile } from '../src/adapters/key-file.ts';
import { keysIn } from '../src/record/keys.ts';
import { sealing } from '../src/record/seal.ts';
import type { RunEvent } from '../src/runs/events.ts';
import { parseEvent } from '../src/runs/parse-event.ts';
import { type Store, stores } from './stores.ts';
import { round } from './times.ts';
import { typicalRun } from './typical-run.ts';

/** `pks verify` over the whole record, signatures too, from the start of its process to its end. */
export type VerifyRow = {
  readonly store: 'sqlite' | 'postgres';
  readonly runs: number;
  readonly entries: number;
  readonly verifyMs: number;
};

const wanted = 100_000;
const pks = join(import.meta.dirname, '../src/cli/pks.ts');

/** Runs as the bot writes them, each answer signed. */
const fill = async ({ place }: Store, typical: readonly RunEvent[]): Promise<void> => {
  const keys = keysIn(readKeyFile(join(place.dataDir, 'record.key'), true));
  if (!keys) throw new Error('a fresh key file holds a key');
  const seal = sealing(keys, new Set());
  const journal = await openJournal({ ...place, holder: 'bench', parse: parseEvent, sealing: seal });
  const [first, ...events] = typical;
  if (!first) throw new Error('a typical run has entries');
  for (let run = 0; run * typical.length < wanted; run++) {
    await journal.open({ run: `run-${run}`, cluster: 'c' }, first);
    await journal.write({ run: `run-${run}`, events, as: { expectSeq: 1 }, then: 'finish' });
  }
  await journal.close();
};

const verifying = ({ name, place }: Store): VerifyRow => {
  const startedAt = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, [pks, 'verify', '--offline', '--json'], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      DATA_DIR: place.dataDir,
      RECORD_KEY_FILE: join(place.dataDir, 'record.key'),
      ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
    },
  });
  const verifyMs = round(performance.now() - startedAt);
  const { breaches, signatures, runs, entries } = JSON.parse(stdout || '{}');
  if (breaches?.length !== 0 || signatures !== true) throw new Error(`pks verify: ${stderr}${stdout}`);
  return { store: name, runs, entries, verifyMs };
};

export const benchVerify = async (note: (line: string) => void): Promise<VerifyRow[]> => {
  const typical = await typicalRun();
  const rows: VerifyRow[] = [];
  for (const open of stores) {
    const store = await open();
    try {
      note(`${store.name}: ${wanted} entries`);
      await fill(store, typical);
      rows.push(verifying(store));
    } finally {
      await store.close();
    }
  }
  return rows;
};
