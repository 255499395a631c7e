import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

type Reported = {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
};
type Told = {
  readonly story: number;
  readonly title: string;
  readonly passed: boolean;
  readonly seen?: string;
};

/** A story may be told in several tests: it passed when all of them did. */
const toldOf = ({ fullName, status, failureMessages }: Reported): Told => {
  const [, number = '0', title = fullName] = /^\s*(\d+)\. (.*)$/s.exec(fullName) ?? [];
  const passed = status === 'passed';
  const seen = failureMessages.join('\n').split('\n    at ')[0] ?? '';
  return { story: Number(number), title, passed, ...(passed ? {} : { seen }) };
};

/** What vitest wrote down, as stories: how many there are, how many passed, and of the others what was seen instead. */
const played = async (report: string) => {
  const read: { testResults: readonly { assertionResults: readonly Reported[] }[] } = JSON.parse(
    await readFile(report, 'utf8'),
  );
  const told = read.testResults.flatMap(({ assertionResults }) => assertionResults.map(toldOf));
  const stories = Map.groupBy(told, ({ story }) => story);
  const passed = [...stories.values()].filter(parts => parts.every(each => each.passed)).length;
  const failed = told.filter(each => !each.passed);
  return { stories: stories.size, passed, failed, told: told.toSorted((a, b) => a.story - b.story) };
};

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const folder = await mkdtemp(join(tmpdir(), 'pks-stories-'));
const report = join(folder, 'report.json');
const words = ['run', '--config', 'vitest.stories.config.ts', '--reporter=json', `--outputFile=${report}`];
const vitest = join(import.meta.dirname, '../node_modules/.bin/vitest');
const child = spawn(vitest, [...words, ...(values.only ? ['-t', values.only] : [])], {
  stdio: ['ignore', 2, 2],
});
await once(child, 'exit');
const result = await played(report);
await rm(folder, { recursive: true, force: true });
if (values.json) console.log(JSON.stringify(result));
else
  for (const { story, title, passed, seen } of result.told)
    console.log(`${passed ? '✔' : '✘'} ${story}. ${title}${seen ? `\n${seen}` : ''}`);
process.exit(result.passed === result.stories ? 0 : 1);
