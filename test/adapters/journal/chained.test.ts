import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../../src/adapters/journal/open-journal.ts';
import { keysIn } from '../../../src/record/keys.ts';
import { sealing } from '../../../src/record/seal.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { next } from '../../../src/runs/next.ts';
import { parseEvent } from '../../../src/runs/parse-event.ts';
import { fold, openAsk } from '../../../src/runs/run.ts';
import { alice, asked, digest, seoyeon, started } from '../../support/a-run.ts';
import { goldenJournals } from '../../support/golden/fixtures.ts';
import { oldStore } from '../../support/old-store.ts';
import { engines, type Store } from './stores.ts';

const keyOf = (letter: string) => {
  const keys = keysIn(Buffer.from(letter.repeat(32)).toString('base64'));
  if (!keys) throw new Error('no key');
  return keys;
};
const approval = (by = seoyeon, change: Partial<Extract<RunEvent, { kind: 'answered' }>> = {}): RunEvent => ({
  kind: 'answered',
  ...{ step: 'snapshot', attempt: 1, answer: 'approve', by, via: 'button', digest },
  ...change,
});

describe.each(engines)('a chained journal on $name', ({ fresh, name }) => {
  let store: Store;
  const opened: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    store = await fresh();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(journal => journal.close()));
    await store.remove();
  });
  const open = async (letter = 'a', known: string[] = []) => {
    const journal = await openJournal<RunEvent>({
      ...store.place,
      holder: letter,
      parse: parseEvent,
      sealing: sealing(keyOf(letter), new Set(known)),
    });
    opened.push(journal);
    return journal;
  };
  const waiting = async (people = 1, run = 'r1') => {
    const journal = await open();
    await journal.open({ run, cluster: run }, started());
    await journal.write({ run, events: [asked('snapshot', { people })], as: { expectSeq: 1 } });
    return journal;
  };
  /** As somebody with every right on the database would. */
  const byHand = async (statement: string) => {
    const triggers = ['entries_kept_as_written', 'entries_never_removed', 'entries_next', 'entries_chained'];
    const on = name === 'sqlite' ? '' : ' on entries';
    for (const trigger of triggers) await store.sql(`drop trigger if exists ${trigger}${on}`);
    await store.sql(statement);
  };

  test('every entry follows the one before it, and a run the ledger', async () => {
    const journal = await waiting();
    const rows = await store.sql('select previous, hash from entries order by seq');
    const ledger = await journal.readLedger();
    const hex = (row: unknown, field: string) => Buffer.from(Reflect.get(Object(row), field)).toString('hex');
    expect(hex(rows[0], 'previous')).toBe(ledger[0]?.hash);
    expect(hex(rows[1], 'previous')).toBe(hex(rows[0], 'hash'));
    expect((await journal.read('r1')).map(entry => entry.hash)).toEqual(rows.map(row => hex(row, 'hash')));
    expect(ledger.map(({ event }) => event)).toMatchObject([
      { kind: 'chain-began', runs: 0, entries: 0 },
      { kind: 'opened', run: 'r1', hash: hex(rows[0], 'hash') },
    ]);
  });

  test('the ledger says how a run ended', async () => {
    const journal = await waiting();
    const finished = {
      kind: 'finished',
      outcome: 'aborted',
      words: { en: 'x', ko: 'x' },
      facts: {},
    } as const;
    await journal.write({ run: 'r1', events: [finished], as: { expectSeq: 2 }, then: 'finish' });
    const last = (await journal.read('r1')).at(-1);
    expect((await journal.readLedger({ kind: 'closed' })).map(({ event }) => event)).toEqual([
      { kind: 'closed', run: 'r1', seq: 3, hash: last?.hash },
    ]);
  });

  test.each([
    ['an edited entry', "update entries set at = at + 1 where run = 'r1' and seq = 1"],
    ['an entry that was taken out', "delete from entries where run = 'r1' and seq = 2"],
    ['one without a hash', "update entries set hash = null where run = 'r1' and seq = 3"],
    [
      'another one’s hash',
      'update entries set hash = (select hash from entries where seq = 1) where seq = 2',
    ],
  ])('nothing of a run is read after %s', async (_what, statement) => {
    const journal = await waiting();
    await journal.write({ run: 'r1', events: [approval()], as: { expectSeq: 2 } });
    await byHand(statement);
    await expect(journal.read('r1')).rejects.toMatchObject({ trouble: 'altered' });
    await expect(journal.read('r1')).rejects.toThrow(/entry \d of run r1 is not what was written/);
  });

  test('an approval that this bot took counts, whoever reads it with the key', async () => {
    const journal = await waiting();
    await journal.write({ run: 'r1', events: [approval()], as: { expectSeq: 2 } });
    expect(next(fold(await (await open()).read('r1'))).do).toBe('recheck');
  });

  test('one that somebody without the key put in, well chained, counts for nothing and says so', async () => {
    const journal = await waiting();
    const forger = await open('b');
    await forger.write({ run: 'r1', events: [approval()], as: { expectSeq: 2 } });
    const run = fold(await journal.read('r1'));
    expect(next(run).do).toBe('wait');
    const [note] = openAsk(run)?.step.notes ?? [];
    expect(note?.words.en).toMatch(
      /The answer of seoyeon at .* does not count: no bot of this store took it/,
    );
  });

  test('one whose key is lost counts no more, and the record stays readable', async () => {
    const journal = await waiting(2);
    await journal.write({ run: 'r1', events: [approval()], as: { expectSeq: 2 } });
    const later = await open('c', [keyOf('a').signing]);
    await later.write({ run: 'r1', events: [approval(alice)], as: { expectSeq: 3 } });
    const run = fold(await later.read('r1'));
    expect(next(run).do).toBe('wait');
    expect(openAsk(run)?.step.answers.map(({ by }) => by.name)).toEqual(['alice']);
  });

  test('a store from before the chain is read as it was; what was approved and not spent is asked again', async () => {
    const golden = goldenJournals().find(each => each.name === 'move-leader-over');
    const entries = (golden?.entries ?? []).map(entry => ({ ...entry, event: parseEvent(entry.event) }));
    const until =
      entries.findIndex(({ event }) => event.kind === 'answered' && event.answer === 'approve') + 1;
    await oldStore(store, name, entries.slice(0, until));
    const journal = await open();
    const run = entries[0]?.run ?? '';
    const read = await journal.read(run);
    expect(read.map(({ event }) => event)).toEqual(entries.slice(0, until).map(({ event }) => event));
    expect(next(fold(entries.slice(0, until))).do).toBe('recheck');
    expect(next(fold(read)).do).toBe('wait');
    expect((await journal.readLedger())[0]?.event).toMatchObject({
      kind: 'chain-began',
      runs: 1,
      entries: until,
    });
    await journal.write({
      run,
      events: [approval(seoyeon, { step: 'move-leader', digest: '' })],
      as: { expectSeq: until },
    });
    expect(next(fold(await journal.read(run))).do).toBe('recheck');
  });

  test('who approved what an older bot ran stays on the record', async () => {
    const golden = goldenJournals().find(each => each.name === 'move-leader-over');
    const entries = (golden?.entries ?? []).map(entry => ({ ...entry, event: parseEvent(entry.event) }));
    await oldStore(store, name, entries);
    const run = fold(await (await open()).read(entries[0]?.run ?? ''));
    const approvers = (of: typeof run) => of.steps.map(step => step.approvedBy.map(({ name }) => name));
    expect(approvers(run)).toEqual(approvers(fold(entries)));
    expect(approvers(run).flat()).toContain('seoyeon');
  });
});
