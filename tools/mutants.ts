import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutants } from '../test/mutants/list.ts';
import type { Mutant } from '../test/mutants/mutant.ts';
import { storyMutants } from '../test/mutants/stories.ts';
import { copyTree } from './copy-tree.ts';
import { genericMutants } from './generic-mutants.ts';

type Verdict = { readonly name: string; readonly killed: boolean; readonly why?: string };

type Tested = 'green' | 'red' | 'nothing ran';
const deadlineMs = 180_000;

/** Red only where a test failed: a file that cannot even be loaded proves nothing. */
const test = async (
  folder: string,
  { tests, only, config }: Pick<Mutant, 'tests' | 'only' | 'config'>,
): Promise<Tested> => {
  const report = join(folder, 'mutant-report.json');
  await rm(report, { force: true });
  const vitest = join(folder, 'node_modules/.bin/vitest');
  const words = ['run', ...tests, '--bail=1', '--reporter=json', `--outputFile=${report}`];
  const child = spawn(
    vitest,
    [...words, ...(only ? ['-t', only] : []), ...(config ? ['--config', config] : [])],
    {
      cwd: folder,
      stdio: 'ignore',
      detached: true,
    },
  );
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), deadlineMs);
  const [, signal] = await once(child, 'exit');
  clearTimeout(timer);
  // A planted bug that hangs its tests is seen as well.
  if (signal === 'SIGKILL') return 'red';
  const read: unknown = JSON.parse(await readFile(report, 'utf8').catch(() => '{}'));
  const count = (name: string) =>
    typeof read === 'object' && read !== null ? Number(Reflect.get(read, name) ?? 0) : 0;
  if (count('numFailedTests') > 0) return 'red';
  return count('numPassedTests') > 0 && count('numFailedTestSuites') === 0 ? 'green' : 'nothing ran';
};

const tryOne = async (folder: string, mutant: Mutant): Promise<Verdict> => {
  const { name, find, put } = mutant;
  const file = join(folder, mutant.file);
  const source = await readFile(file, 'utf8');
  if (source.split(find).length !== 2)
    return {
      name,
      killed: false,
      why: `its text stands ${source.split(find).length - 1} times in ${mutant.file}: the patch no longer applies`,
    };
  await writeFile(
    file,
    source.replace(find, () => put),
  );
  const tested = await test(folder, mutant);
  await writeFile(file, source);
  if (tested === 'red') return { name, killed: true };
  return { name, killed: false, why: tested === 'green' ? 'every named test passed' : 'no named test ran' };
};

const keyOf = ({ tests, only }: Mutant): string => JSON.stringify([tests, only ?? null]);

/** As many at a time as there are trees to plant in: a vitest run of one file keeps one core busy. */
const inEach = async <T>(
  folders: readonly string[],
  all: readonly T[],
  act: (folder: string, one: T) => Promise<void>,
): Promise<void> => {
  const left = [...all];
  const work = async (folder: string) => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(folder, one);
  };
  await Promise.all(folders.map(work));
};

/** The named tests without any planted bug: one that is red anyway shows nothing. */
const redAnyway = async (
  folders: readonly string[],
  chosen: readonly Mutant[],
): Promise<ReadonlySet<string>> => {
  const red = new Set<string>();
  const groups = [...Map.groupBy(chosen, keyOf)];
  await inEach(folders, groups, async (folder, [key, [mutant]]) => {
    if (mutant && (await test(folder, mutant)) !== 'green') red.add(key);
  });
  return red;
};

const told = ({ killed, name, why }: Verdict): string =>
  `${killed ? 'killed  ' : 'SURVIVED'}  ${name}${why ? `: ${why}` : ''}`;

/** Bugs that somebody thought of, each with the tests that are to see it. */
const listed = async (list: readonly Mutant[], only: string, json: boolean): Promise<boolean> => {
  const chosen = list.filter(({ name }) => name.includes(only));
  const folders = await Promise.all([copyTree(), copyTree()]);
  const verdicts = new Map<Mutant, Verdict>();
  try {
    const red = await redAnyway(folders, chosen);
    await inEach(folders, chosen, async (folder, mutant) => {
      const verdict = red.has(keyOf(mutant))
        ? { name: mutant.name, killed: false, why: 'its tests are red, or do not run, without it too' }
        : await tryOne(folder, mutant);
      verdicts.set(mutant, verdict);
      console.error(told(verdict));
    });
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
  const mine = chosen.flatMap(mutant => verdicts.get(mutant) ?? []);
  const survived = mine.filter(({ killed }) => !killed).length;
  const result = { mutants: mine.map(({ name, killed }) => ({ name, killed })), survived };
  console.log(json ? JSON.stringify(result) : `${mine.length - survived} of ${mine.length} killed`);
  return survived === 0;
};

/** The share of bugs of the usual kinds, in the rooms where it is decided, that a test has to see. */
const enough = 0.9;

const generic = async (
  of: string,
  sample: string | undefined,
  seed: string,
  json: boolean,
): Promise<boolean> => {
  const result = await genericMutants({ of, seed: Number(seed), sample: sample ? Number(sample) : null });
  for (const survivor of result.survivors) console.error(`SURVIVED  ${survivor}`);
  console.log(json ? JSON.stringify(result) : `${result.killed} of ${result.mutants} killed`);
  return result.score >= enough;
};

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    generic: { type: 'boolean', default: false },
    /** The bugs of the stories, each of which takes a story's time. */
    stories: { type: 'boolean', default: false },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    of: { type: 'string', default: 'src/{cluster,gates,runs,approvals,observe,engine,desk}/**/*.ts' },
  },
});
const good = values.generic
  ? await generic(values.of, values.sample, values.seed, values.json)
  : await listed(values.stories ? storyMutants : mutants, values.only, values.json);
process.exit(good ? 0 : 1);
