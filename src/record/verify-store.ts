import { z } from 'zod';
import type { LedgerEntry } from '../ports/ledger.ts';
import type { Sealing } from '../ports/sealing.ts';
import type { Breach } from './breach.ts';
import { hashOfRuns, hashOfUnchained } from './chain.ts';
import { sealedKinds } from './seal.ts';
import { type Anchor, type StoredEntry, verifyChain } from './verify-chain.ts';

/** What is read of the store: its ledger, its rows of runs, and each run's entries. */
export type StoredRun = {
  readonly run: string;
  readonly seq: number;
  readonly entries: readonly StoredEntry[];
};
export type StoredRecord = {
  readonly ledger: readonly LedgerEntry[];
  /** Every run of the store, some at a time. */
  readonly runs: AsyncIterable<readonly StoredRun[]>;
  readonly runIds: readonly string[];
};
type Outside = {
  /** By run; under '' of the ledger. */
  readonly anchors: ReadonlyMap<string, readonly Anchor[]>;
  /** Of the run that is asked for alone; null: of all. */
  readonly only: string | null;
  /** null: without the key nobody can tell. */
  readonly sealing: Sealing | null;
};
type Verified = {
  readonly runs: number;
  readonly entries: number;
  readonly ledger: number;
  readonly breaches: readonly Breach[];
};

const opened = z.object({ kind: z.literal('opened'), run: z.string(), hash: z.string() });
const closed = z.object({ kind: z.literal('closed'), run: z.string(), seq: z.number(), hash: z.string() });
const began = z.object({
  kind: z.literal('chain-began'),
  runs: z.number(),
  entries: z.number(),
  hash: z.string(),
});
const deleted = z.object({
  kind: z.literal('deleted'),
  run: z.string(),
  /** Of what stood before the chain; null of a run that began on it. */
  unchained: z.object({ entries: z.number(), hash: z.string() }).nullable(),
});

/** What the ledger says of every run. */
const told = (ledger: readonly LedgerEntry[]) => {
  const each = <T>(schema: z.ZodType<T>) =>
    ledger.flatMap(entry => {
      const read = schema.safeParse(entry.event);
      return read.success ? [{ ...read.data, entry }] : [];
    });
  const byRun = <T extends { run: string }>(all: readonly T[]) => new Map(all.map(one => [one.run, one]));
  return {
    opened: byRun(each(opened)),
    closed: byRun(each(closed)),
    deleted: byRun(each(deleted)),
    began: each(began)[0],
  };
};
type Told = ReturnType<typeof told>;

const forged = (entries: readonly StoredEntry[], sealing: Sealing | null): readonly Breach[] =>
  entries.flatMap(({ run, seq, at, previous, hash, text }) =>
    hash &&
    previous &&
    sealedKinds.some(kind => text.includes(`"${kind}"`)) &&
    sealing?.check(JSON.parse(text), { run, seq, at, previous }) === 'forged'
      ? [{ run, seq, how: 'forged' as const }]
      : [],
  );

/** Of one run: its chain, what the ledger and the outside know of it, its signatures. */
const verifyRun = (
  { run, seq, entries }: StoredRun,
  ids: readonly string[],
  ledger: Told,
  outside: Outside,
): readonly Breach[] => {
  const opening = ledger.opened.get(run);
  const isOld = entries[0]?.hash === null;
  const closing = ledger.closed.get(run);
  const anchors: readonly Anchor[] = [
    { seq, hash: '' },
    ...(closing ? [closing] : []),
    ...(opening ? [{ seq: 1, hash: opening.hash }] : []),
    ...(outside.anchors.get(run) ?? []),
  ];
  if (entries.length === 0) return [{ run, seq: null, how: 'run-removed' }];
  if (!opening && !isOld) return [{ run, seq: null, how: 'run-inserted' }];
  const known = { start: opening?.entry.previous ?? null, others: ids, anchors };
  const found = verifyChain(entries, known).map(each => ({ run, ...each }));
  return found.length > 0 ? found : forged(entries, outside.sealing);
};

const unchainedOf = (entries: readonly StoredEntry[]) => entries.filter(({ hash }) => hash === null);

/** Of the ledger itself: its chain, then its signatures. */
const verifyLedger = (
  ledger: readonly LedgerEntry[],
  anchors: readonly Anchor[],
  sealing: Sealing | null,
): readonly Breach[] => {
  const entries = ledger.map(({ event, ...entry }) => ({ ...entry, run: '', text: JSON.stringify(event) }));
  const found = verifyChain(entries, { start: '0'.repeat(64), others: [], anchors });
  return (found.length > 0 ? found : forged(entries, sealing)).map(each => ({ ...each, run: null }));
};

/** Everything that was done to a record from outside, as far as what is left of it and what is known elsewhere show. */
export const verifyStore = async (store: StoredRecord, outside: Outside): Promise<Verified> => {
  const ledger = told(store.ledger);
  const ids = store.runIds;
  const breaches: Breach[] = [...verifyLedger(store.ledger, outside.anchors.get('') ?? [], outside.sealing)];
  const old: { run: string; entries: number; hash: string }[] = [...ledger.deleted.values()].flatMap(
    ({ run, unchained }) => (unchained ? [{ run, ...unchained }] : []),
  );
  let [runs, entries] = [0, 0];
  for await (const some of store.runs)
    for (const each of some) {
      runs += 1;
      entries += each.entries.length;
      const before = unchainedOf(each.entries);
      if (before.length > 0)
        old.push({ run: each.run, entries: before.length, hash: hashOfUnchained(before) });
      breaches.push(...verifyRun(each, ids, ledger, outside));
    }
  const wanted = [...ledger.opened.keys(), ...outside.anchors.keys()].filter(
    run => run !== '' && !ledger.deleted.has(run),
  );
  const there = new Set(ids);
  for (const run of new Set(wanted))
    if (!there.has(run)) breaches.push({ run, seq: null, how: 'run-removed' });
  if (outside.only === null && !isAsItBegan(old, ledger.began))
    breaches.push({ run: null, seq: null, how: 'before-the-chain' });
  const mine = ({ run }: Breach) => outside.only === null || run === outside.only || run === null;
  return { runs, entries, ledger: store.ledger.length, breaches: breaches.filter(mine) };
};

/** Entries from before the chain: as many, and the same, as when it began. */
const isAsItBegan = (
  old: readonly { run: string; entries: number; hash: string }[],
  began: Told['began'],
): boolean => {
  if (!began) return true;
  const sorted = old.toSorted((a, b) => (a.run < b.run ? -1 : 1));
  const count = sorted.reduce((sum, { entries }) => sum + entries, 0);
  return count === began.entries && hashOfRuns(sorted) === began.hash;
};
