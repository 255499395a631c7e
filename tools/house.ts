import { parseArgs } from 'node:util';
import { arrowsUp, circlesOf, deadExports, doubleNames } from './house/count.ts';
import { roomOf } from './house/floors.ts';
import { readModule } from './house/modules.ts';
import { files, root } from './house/tree.ts';

/** The whole tree's sources, read anew. */
export const readTree = () =>
  files.filter(file => /\.(ts|mjs)$/.test(file)).map(file => readModule(root, file));

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
