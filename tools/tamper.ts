import { parseArgs } from 'node:util';
import { type Store, stores } from '../bench/stores.ts';
import { chanceFrom } from './tamper/chance.ts';
import { sealedStore } from './tamper/sealed-store.ts';
import { kinds } from './tamper/tamperings.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** How many of each kind on each store. */
    sample: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});

type Missed = {
  readonly store: string;
  readonly kind: string;
  readonly nth: number;
  readonly said: readonly string[];
};

/** Each kind so many times on one store; what `pks verify` did not tell by run and kind is missed. */
const tamperWith = async (store: Store, times: number, seed: number) => {
  const sealed = await sealedStore(store);
  const missed: Missed[] = [];
  let tamperings = 0;
  const untouched = await sealed.verify(true);
  if (untouched.breaches.length > 0)
    throw new Error(`an untouched record: ${JSON.stringify(untouched.breaches)}`);
  for (const [kind, tamper] of Object.entries(kinds(sealed.forge)))
    for (let nth = 0; nth < times; nth++) {
      const done = tamper(
        { entries: sealed.original, live: sealed.live },
        chanceFrom(seed * 1_000_003 + nth),
      );
      await sealed.put(done.entries);
      await sealed.rowsFollow(done.entries);
      const { breaches } = await sealed.verify(done.withoutChannel !== true);
      tamperings += 1;
      if (!breaches.some(({ run, how }) => run === done.run && done.hows.includes(how)))
        missed.push({
          store: store.name,
          kind,
          nth,
          said: breaches.map(({ run, seq, how }) => `${run} ${seq} ${how}`),
        });
    }
  await sealed.close();
  return { tamperings, missed };
};

const missed: Missed[] = [];
let tamperings = 0;
for (const open of stores) {
  const store = await open();
  const told = await tamperWith(store, Number(values.sample), Number(values.seed)).finally(() =>
    store.close(),
  );
  tamperings += told.tamperings;
  missed.push(...told.missed);
}
for (const each of missed) console.error(JSON.stringify(each));
const said = { tamperings, found: tamperings - missed.length };
console.log(values.json ? JSON.stringify(said) : said);
process.exit(missed.length === 0 ? 0 : 1);
