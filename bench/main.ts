import { parseArgs } from 'node:util';
import { benchEngine } from './engine.ts';
import { benchFoundation } from './foundation.ts';
import { benchVerify } from './verify.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
type Bench = (note: (line: string) => void) => readonly object[] | Promise<readonly object[]>;
const benches = new Map<string, Bench>([
  ['engine', benchEngine],
  ['foundation', benchFoundation],
  ['verify', benchVerify],
]);
const [what, ...more] = positionals;
const bench = more.length > 0 ? undefined : benches.get(what ?? '');
if (!bench) {
  const asked =
    what === undefined ? 'Nothing was named to measure.' : `“${positionals.join(' ')}” is not known.`;
  console.error(`${asked} There are three: npm run -s bench -- engine|foundation|verify [--json]`);
  process.exit(2);
}
const rows = await bench(line => console.error(line));
if (values.json) console.log(JSON.stringify(rows));
else for (const row of rows) console.table(row);
process.exit(0);
