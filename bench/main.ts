import { parseArgs } from 'node:util';
import { benchEngine } from './engine.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [what, ...more] = positionals;
if (what !== 'engine' || more.length > 0) {
  const asked =
    what === undefined ? 'Nothing was named to measure.' : `“${positionals.join(' ')}” is not known.`;
  console.error(`${asked} There is one bench: npm run -s bench -- engine [--json]`);
  process.exit(2);
}
const rows = await benchEngine(line => console.error(line));
if (values.json) console.log(JSON.stringify(rows));
else for (const row of rows) console.table(row);
process.exit(0);
