import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { judge, kinds, signatureOf } from './interleavings/judge.ts';
import { plans } from './interleavings/plan.ts';
import { play } from './interleavings/play.ts';

type Sum = Record<(typeof kinds)[number], number> & { n: number; signatures: string[] };

/** So many schedules one after the other; what is wrong with one is told with its number, so that it can be played again. */
const some = async (n: number, seed: number, from: number): Promise<Sum> => {
  const sum: Sum = {
    n: 0,
    signatures: [],
    doubleExecutions: 0,
    lostAnswers: 0,
    silentClicks: 0,
    ruleBroken: 0,
    stuckWithoutAWord: 0,
  };
  for (const [at, plan] of fc.sample(plans, { numRuns: from + n, seed }).entries()) {
    if (at < from) continue;
    const played = await play(plan);
    const faults = judge(played);
    for (const kind of kinds) {
      sum[kind] += faults[kind].length;
      for (const fault of faults[kind]) console.error(`seed ${seed}, schedule ${at}: ${kind}: ${fault}`);
    }
    sum.n += 1;
    sum.signatures.push(createHash('sha256').update(signatureOf(played)).digest('hex').slice(0, 12));
  }
  return sum;
};

/** A process for each core: each has its own world in memory. */
const inParts = async (n: number, seed: number): Promise<Sum> => {
  const half = Math.ceil(n / 2);
  const parts = [
    [half, 0],
    [n - half, half],
  ].filter(([count]) => count !== 0);
  const sums = await Promise.all(
    parts.map(async ([count, from]): Promise<Sum> => {
      const words = ['--n', String(count), '--seed', String(seed), '--from', String(from)];
      const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, ...words], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (piece: string) => {
        said += piece;
      });
      await once(child, 'close');
      return JSON.parse(said);
    }),
  );
  const added = (name: (typeof kinds)[number] | 'n') => sums.reduce((sum, each) => sum + each[name], 0);
  return {
    n: added('n'),
    signatures: sums.flatMap(each => each.signatures),
    doubleExecutions: added('doubleExecutions'),
    lostAnswers: added('lostAnswers'),
    silentClicks: added('silentClicks'),
    ruleBroken: added('ruleBroken'),
    stuckWithoutAWord: added('stuckWithoutAWord'),
  };
};

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [n, seed] = [Number(values.n), Number(values.seed)];
if (values.from !== undefined) console.log(JSON.stringify(await some(n, seed, Number(values.from))));
else {
  const { signatures, ...sum } = await inParts(n, seed);
  console.log(JSON.stringify({ ...sum, distinct: new Set(signatures).size }));
  process.exitCode = kinds.every(kind => sum[kind] === 0) ? 0 : 1;
}
