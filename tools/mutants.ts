import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutants } from '../test/mutants/list.ts';
import type { Mutant } from '../test/mutants/mutant.ts';
import { storyMutants } from '../test/mutants/stories.ts';
import { copyTree } from './copy-tree.ts';
import { genericMutants } from './generic-mutants.ts';
import { type TestReport, testedBy } from './mutant-report.ts';

type Verdict = { readonly name: string; readonly killed: boolean; readonly why?: string };
type Tests = Pick<Mutant, 'tests' | 'only' | 'config'>;

const deadlineMs = 180_000;
/** What a planted bug keeps for ever is not waited for as long as a busy machine may take. */
const hastily = ['--testTimeout=30000', '--expect.poll.timeout=5000'];

/** One vitest over the named tests, and the end of what it printed. */
const playOnce = async (folder: string, { tests, only, config }: Tests, bail: boolean) => {
  const report = join(folder, 'mutant-report.json');
  const output = join(folder, 'mutant-output.txt');
  await rm(report, { force: true });
  const words = ['run', ...tests, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const more = [
    ...(bail ? ['--bail=1'] : []),
    ...(only ? ['-t', only] : []),
    ...(config ? ['--config', config] : hastily),
  ];
  const printed = await open(output, 'w');
  const child = spawn(join(folder, 'node_modules/.bin/vitest'), [...words, ...more], {
    cwd: folder,
    stdio: ['ignore', printed.fd, printed.fd],
    detached: true,
  });
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), deadlineMs);
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  await printed.close();
  const read: TestReport | null = JSON.parse(await readFile(report, 'utf8').catch(() => 'null'));
  // A planted bug that hangs its tests is seen as well.
  const tested = signal === 'SIGKILL' ? 'red' : testedBy(read, code, bail);
  return { tested, tail: (await readFile(output, 'utf8')).trim().split('\n').slice(-20).join('\n') };
};

/** What did not come to a failed test or to green is asked again and played to its end. */
const test = async (folder: string, tests: Tests) => {
  const first = await playOnce(folder, tests, true);
  return first.tested === 'red' || first.tested === 'green' ? first : playOnce(folder, tests, false);
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
  const { tested, tail } = await test(folder, mutant);
  await writeFile(file, source);
  if (tested === 'red') return { name, killed: true };
  const why = tested === 'green' ? 'every named test passed' : `no named test ran\n${tail}`;
  return { name, killed: false, why };
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

/** The named tests without any planted bug: one that is red anyway shows nothing. Of each, what vitest printed last. */
const redAnyway = async (
  folders: readonly string[],
  chosen: readonly Mutant[],
): Promise<ReadonlyMap<string, string>> => {
  const red = new Map<string, string>();
  const groups = [...Map.groupBy(chosen, keyOf)];
  await inEach(folders, groups, async (folder, [key, [mutant]]) => {
    if (!mutant) return;
    const { tested, tail } = await test(folder, mutant);
    if (tested !== 'green') red.set(key, tail);
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
      const tail = red.get(keyOf(mutant));
      const verdict =
        tail === undefined
          ? await tryOne(folder, mutant)
          : {
              name: mutant.name,
              killed: false,
              why: `its tests are red, or do not run, without it too\n${tail}`,
            };
      verdicts.set(mutant, verdict);
      console.error(told(verdict));
    });
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
  const mine = chosen.flatMap(mutant => verdicts.get(mutant) ?? []);
  const survivors = mine.filter(({ killed }) => !killed).map(told);
  const survived = survivors.length;
  const result = { survivors, mutants: mine.map(({ name, killed }) => ({ name, killed })), survived };
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
