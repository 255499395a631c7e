import { parseArgs } from 'node:util';
import { benchEngine } from './engine.ts';
import { benchFoundation } from './foundation.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [what, ...more] = positionals;
const benches = { engine: benchEngine, foundation: benchFoundation };
const bench = Object.entries(benches).find(([name]) => name === what)?.[1];
if (!bench || more.length > 0) {
  const asked =
    what === undefined ? 'Nothing was named to measure.' : `“${positionals.join(' ')}” is not known.`;
  console.error(
    `${asked} There are two: npm run -s bench -- engine [--json], and npm run -s bench -- foundation [--json]`,
  );
  process.exit(2);
}
const rows = await bench(line => console.error(line));
if (values.json) console.log(JSON.stringify(rows));
else for (const row of rows) console.table(row);
process.exit(0);
