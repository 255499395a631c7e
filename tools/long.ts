import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

/** What shows that the tree works and does not fit into CI's minutes: each part whole where CI plays a sample. */
type Part = { readonly name: string; readonly argv: readonly string[] };
const part = (name: string, ...argv: readonly string[]): Part => ({ name, argv });

/** Exported for its tests. */
export const parts: readonly Part[] = [
  part('verdict-fuzz', 'verdict-fuzz', '--seed', '7', '--inputs', '100000', '--json'),
  part(
    'stryker-cluster-gates',
    ...[
      'mutants',
      '--generic',
      '--sample',
      '150',
      '--seed',
      '1',
      '--of',
      'src/{cluster,gates}/**/*.ts',
      '--json',
    ],
  ),
  part('mutants-of-stories', 'mutants', '--stories', '--json'),
  part('interleavings', 'interleavings', '--n', '10000', '--seed', '7', '--json'),
  part('drills', 'drills', '--json'),
  part('drills-3.5', 'drills', '--json', '--etcd', '3.5'),
  part('drill-slow-director', 'drill', '--auto', '--json', '--director', 'slow'),
  part('tool-faults', 'tool-faults', '--json'),
  part('crash-sweep-sqlite', 'crash-sweep', '--store', 'sqlite', '--long', '--json'),
  part('crash-sweep-postgres', 'crash-sweep', '--store', 'postgres', '--long', '--json'),
  part('crash-sweep-separate', 'crash-sweep', '--jump-hosts', 'separate', '--json'),
  part('crash-sweep-lost', 'crash-sweep', '--jump-host-lost', '--json'),
];

const lastJson = (text: string): unknown => {
  try {
    return JSON.parse(text.trim().split('\n').at(-1) ?? '');
  } catch {
    return null;
  }
};

/** One part to its end; what it says besides its document goes to stderr. */
const run = async ({ name, argv: [script = '', ...rest] }: Part) => {
  const began = performance.now();
  const child = spawn('npm', ['run', '-s', script, '--', ...rest], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const [code] = await once(child, 'close');
  const seconds = Math.round((performance.now() - began) / 1000);
  return { part: name, ok: code === 0, seconds, said: lastJson(text) };
};

const main = async (): Promise<boolean> => {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  const chosen = parts.filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0)
    console.error(`No part is called ${values.only}. There is: ${parts.map(({ name }) => name).join(', ')}.`);
  let good = chosen.length > 0;
  for (const each of chosen) {
    const done = await run(each);
    good &&= done.ok;
    console.log(JSON.stringify(done));
  }
  return good;
};
if (import.meta.main) process.exit((await main()) ? 0 : 1);
