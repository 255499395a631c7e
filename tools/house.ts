import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { arrowsUp, circlesOf, deadExports, doubleNames } from './house/count.ts';
import { roomOf } from './house/floors.ts';
import { readModule } from './house/modules.ts';

const root = join(import.meta.dirname, '..');
const asked = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'];

/** The whole tree's sources, read anew. */
export const readTree = () =>
  execFileSync('git', asked, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 24 })
    .split('\n')
    .filter(file => /\.(ts|mjs)$/.test(file) && existsSync(join(root, file)))
    .map(file => readModule(root, file));

/** What `npm run -s house` prints: counts of the product, and under each zero what stands in its way. */
export const countHouse = (modules = readTree()) => {
  const src = modules.filter(({ file }) => /^src\/.*\.ts$/.test(file));
  const found = {
    circles: circlesOf(modules),
    arrowsUp: arrowsUp(modules),
    doubleNames: doubleNames(modules),
    deadExports: deadExports(modules),
  };
  const counts = {
    rooms: new Set(src.filter(m => m.file.split('/').length > 2).map(m => roomOf(m.file))).size,
    files: src.length,
    lines: src.reduce((sum, { lines }) => sum + lines, 0),
    longestFile: Math.max(...src.map(({ lines }) => lines)),
    circles: found.circles.length,
    arrowsUp: found.arrowsUp.length,
    doubleNames: found.doubleNames.length,
    deadExports: found.deadExports.length,
  };
  return { counts, found };
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const { counts, found } = countHouse();
  if (!values.json)
    for (const [what, all] of Object.entries(found))
      for (const each of all) console.error(`${what}: ${each}`);
  console.log(JSON.stringify(counts));
}
