import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { equivalents } from '../test/mutants/equivalent.ts';
import { copyTree } from './copy-tree.ts';
import { type Generic, readReport } from './stryker/read-report.ts';
import { chosen, partsUnder } from './stryker/sample.ts';

export type GenericOptions = {
  /** About how many bugs; all of them where it is null. */
  readonly sample: number | null;
  readonly seed: number;
  /** Files, as a glob pattern. */
  readonly of: string;
};

/** Plants Stryker's bugs in a copy of the tree and answers which of them a test sees. */
export const genericMutants = async ({ sample, seed, of }: GenericOptions): Promise<Generic> => {
  const folder = await copyTree();
  try {
    const parts = await partsUnder(folder, of);
    const mutate = sample === null ? [of] : chosen(parts, sample, seed);
    if (parts.length === 0) throw new Error(`There is no declaration in ${of}.`);
    await writeFile(join(folder, 'stryker.config.json'), JSON.stringify(settings(mutate, sample !== null)));
    await stryker(folder);
    return readReport(JSON.parse(await readFile(join(folder, report), 'utf8')), equivalents);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const report = 'stryker-report.json';

const settings = (mutate: readonly string[], isSample: boolean) => ({
  mutate,
  // What is worked out once, while a module is loaded, needs every test anew for each bug: half of a sample's time.
  ignoreStatic: isSample,
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './tools/stryker/leave-words.mjs'],
  ignorers: ['words'],
  vitest: { configFile: 'tools/stryker/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // The copy is thrown away.
  inPlace: true,
  concurrency: 1,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: report },
  allowConsoleColors: false,
});

/** What it writes goes to stderr: stdout has one document. */
const stryker = async (folder: string): Promise<void> => {
  const child = spawn(
    process.execPath,
    [join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run'],
    {
      cwd: folder,
      stdio: ['ignore', 2, 2],
    },
  );
  const [code] = await once(child, 'exit');
  if (code !== 0)
    throw new Error(`Stryker ended with ${code}: what it wrote above says why. Is everything installed?`);
};
