/**
 * npm run -s drills -- --json: every fault with every allowed cure, and every other cure asked for, on real etcd where
 * there is one. One box at a time, three writers in each. Exit 0 only when nothing was wrong and no write was lost.
 */
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { allCases, type DrillCase, drillsIn, sampleCases } from './drills/cases.ts';
import { readPart, sumOf } from './drills/sum.ts';
import { allRight, isGapMeasured, type Played, summaryOf } from './drills/summary.ts';
import { findEtcd } from './foundation/real/members.ts';
import { type DrillOptions, OptionTrouble, readOptions } from './options.ts';
import { playCase } from './play-case.ts';

export const drillsUsage = `npm run -s drills -- --json     every fault x every cure; one JSON document last

  --sample         a choice for CI, at most ten minutes
  --fault NAME     this fault only
  --cure NAME      this cure only
  --etcd KIND      3.4 | 3.5 | real | modelled | auto (default)
  --etcd-bin DIR   where that etcd is (default: PATH; for 3.5: .tools/etcd-3.5)
  --hold SECONDS   how long the post-conditions hold before "healed" is said (default 10)
  --director KIND  quick (default) | slow: times and workers as on a real foundation | slow=10: ten times faster
  --gaps KIND      measured: boxes whose cure keeps writes possible, so its gap is judged | other: all others
  --shard I/N      every Nth box from the Ith on, to run it in parts
  --sum FILES      what the parts printed, as one; exit 1 too where a part is missing
  --list           what would be drilled, and nothing else
`;

const note = (line: string) => console.error(line);

export type SweepOptions = {
  readonly cases: readonly DrillCase[];
  /** As asked for: 3.4 and 3.5 are checked against what the binary says of itself. */
  readonly etcd: string;
  readonly drill: DrillOptions;
  readonly list: boolean;
  /** What parts printed, to be summed up; none: it drills. */
  readonly sum: readonly string[];
};

const versioned: Readonly<Record<string, string | undefined>> = { '3.4': '', '3.5': '.tools/etcd-3.5' };

const chosen = (all: readonly DrillCase[], fault?: string, cure?: string): readonly DrillCase[] =>
  all
    .filter(drill => fault === undefined || drill.fault === fault)
    .map(drill =>
      cure === undefined
        ? drill
        : {
            ...drill,
            refuse: drill.refuse.filter(each => each === cure),
            play: drill.play === cure ? drill.play : null,
          },
    )
    .filter(drill => drillsIn(drill) > 0);

type Asked = { readonly sample: boolean; readonly fault?: string; readonly cure?: string };
const asked = ({ sample, fault, cure }: Asked): string =>
  [sample && '--sample', fault && `--fault ${fault}`, cure && `--cure ${cure}`].filter(Boolean).join(' ');

/** Every nth box from the ith on: the heavy boxes of a fault stand side by side. */
const shardOf = (shard = '1/1'): ((_: DrillCase, at: number) => boolean) => {
  const [, part, of] = (/^(\d+)\/(\d+)$/.exec(shard) ?? []).map(Number);
  if (!part || !of || part > of)
    throw new OptionTrouble(`--shard ${shard} is not known; it is I/N, as in 1/4`);
  return (_, at) => at % of === part - 1;
};

const withGaps = (kind?: string): ((_: DrillCase) => boolean) => {
  if (kind !== undefined && kind !== 'measured' && kind !== 'other')
    throw new OptionTrouble(`--gaps ${kind} is not known; it is measured or other`);
  return ({ play }) => kind === undefined || isGapMeasured(play) === (kind === 'measured');
};

/** The sweep's command line; what is not known is a sentence. */
export const readSweep = (args: readonly string[]): SweepOptions | 'help' => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      sample: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      fault: { type: 'string' },
      cure: { type: 'string' },
      gaps: { type: 'string' },
      shard: { type: 'string' },
      sum: { type: 'boolean', default: false },
      etcd: { type: 'string', default: 'auto' },
      'etcd-bin': { type: 'string' },
      hold: { type: 'string', default: '10' },
      director: { type: 'string', default: 'quick' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const folder = values['etcd-bin'] ?? versioned[values.etcd] ?? '';
  const kind = values.etcd in versioned ? 'real' : values.etcd;
  const drill = readOptions([
    ...['--auto', '--port', '0', '--hold', values.hold, '--etcd', kind],
    ...['--director', values.director],
    ...(folder === '' ? [] : ['--etcd-bin', folder]),
    ...(values.fault === undefined ? [] : ['--fault', values.fault]),
  ]);
  if (drill === 'help') return 'help';
  if (values.sum !== positionals.length > 0)
    throw new OptionTrouble(
      `--sum and the files of the parts go together; given: ${positionals.join(' ') || 'no file'}`,
    );
  const whole = chosen(values.sample ? sampleCases() : allCases(), values.fault, values.cure);
  const cases = whole.filter(withGaps(values.gaps)).filter(shardOf(values.shard));
  if (cases.length === 0)
    throw new OptionTrouble(`nothing is drilled with ${asked(values)}; --list shows what is`);
  return { cases, etcd: values.etcd, drill, list: values.list, sum: positionals };
};

/** `etcd Version: 3.4.23` on its first line. */
const versionOf = async (etcd: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(etcd, ['--version']);
  return /^etcd Version: (\S+)/.exec(stdout)?.[1] ?? 'of an unknown version';
};

/** Which etcd it will be, or why the one that was asked for is not there. */
const etcdFor = async ({ etcd, drill }: SweepOptions): Promise<string> => {
  if (drill.etcd === 'modelled') return 'modelled';
  const found = await findEtcd(drill.etcdBin ?? '');
  if (found === null && drill.etcd === 'auto') return 'modelled';
  const where = drill.etcdBin ?? 'PATH';
  if (found === null)
    throw new OptionTrouble(
      `etcd ${etcd} is not in ${where}; ${etcd === '3.5' ? 'tools/etcd-3.5.sh unpacks it' : 'install etcd-server and etcd-client'}, or name its folder with --etcd-bin`,
    );
  const version = await versionOf(found.etcd);
  if (etcd in versioned && !version.startsWith(`${etcd}.`))
    throw new OptionTrouble(`${where} has etcd ${version}, not ${etcd}; name another folder with --etcd-bin`);
  return version;
};

const told = (played: Played): string =>
  played.drills
    .map(d => `  ${d.cure}: ${d.outcome}${d.outcome === 'wrong' ? ` (${d.reason})` : ''}, ${d.seconds} s`)
    .join('\n');

const summed = async ({ sum, cases }: SweepOptions): Promise<number> => {
  const done = sumOf(await Promise.all(sum.map(readPart)), cases);
  console.log(JSON.stringify(done));
  return allRight(done) && done.missing.length === 0 ? 0 : 1;
};

const sweep = async (options: SweepOptions): Promise<number> => {
  if (options.sum.length > 0) return await summed(options);
  if (options.list) {
    for (const { fault, play, refuse } of options.cases)
      console.log(`${fault}: ${play ?? 'nothing to play'}; refused: ${refuse.join(', ') || '-'}`);
    return 0;
  }
  const etcd = await etcdFor(options);
  const since = Date.now();
  const boxes: Played[] = [];
  for (const [at, drill] of options.cases.entries()) {
    note(`${at + 1} of ${options.cases.length}: ${drill.fault} on etcd ${etcd}`);
    const played = await playCase(drill, options.drill);
    note(told(played));
    boxes.push(played);
  }
  const done = summaryOf(boxes, etcd, (Date.now() - since) / 1000, options.drill.holdSeconds);
  console.log(JSON.stringify(done));
  return allRight(done) ? 0 : 1;
};

const main = async (args: readonly string[]): Promise<number> => {
  try {
    const options = readSweep(args);
    if (options !== 'help') return await sweep(options);
    console.log(drillsUsage);
    return 0;
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    return 1;
  }
};

// The box's servers may keep a socket open: what was measured has been printed.
if (import.meta.main) process.exit(await main(process.argv.slice(2)));
