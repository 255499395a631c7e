import { parseArgs } from 'node:util';
import { sweep } from './crash/sweep.ts';

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite' },
    'jump-hosts': { type: 'string', default: 'one' },
    'jump-host-lost': { type: 'boolean', default: false },
    kills: { type: 'string' },
    long: { type: 'boolean', default: false },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const number = (name: string, text: string): number => {
  const read = Number(text);
  if (!Number.isInteger(read) || read < 1) {
    console.error(`--${name} ${text} is not a whole number above 0`);
    process.exit(2);
  }
  return read;
};
if (values.store !== 'sqlite' && values.store !== 'postgres') {
  console.error(`--store ${values.store} is not known: sqlite or postgres`);
  process.exit(2);
}
const jumpHosts = values['jump-hosts'];
if (jumpHosts !== 'one' && jumpHosts !== 'separate') {
  console.error(`--jump-hosts ${jumpHosts} is not known: one or separate`);
  process.exit(2);
}

const result = await sweep({
  store: values.store,
  jumpHosts,
  jumpHostLost: values['jump-host-lost'],
  kills: values.kills ? number('kills', values.kills) : values.long ? 1_000 : 300,
  seed: values.seed ? number('seed', values.seed) : Date.now() % 1_000_000,
  keep: values.keep,
  databaseUrl: process.env.DATABASE_URL,
  path: process.env.PATH ?? '/usr/bin:/bin',
  note: line => console.error(line),
});
console.log(values.json ? JSON.stringify(result.figures) : result.figures);
process.exit(result.ok ? 0 : 1);
