import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Journal } from '../../../src/ports/journal.ts';
import { engines, type Said, type Store, said } from './stores.ts';

describe.each(engines)('the record on $name', ({ fresh }) => {
  let store: Store;
  let journal: Journal<Said>;
  beforeEach(async () => {
    store = await fresh();
    journal = await store.replica();
  });
  afterEach(() => store.remove());

  const opened = async (run = 'r1', cluster = 'dev-1') => {
    await journal.open({ run, cluster }, said('started'));
    const lease = await journal.claim(run);
    if (!lease) throw new Error(`${run} could not be claimed`);
    return lease;
  };

  test('keeps what was written, in order, numbered from 1', async () => {
    const lease = await opened();
    await journal.write({ run: 'r1', events: [said('asked'), said('눌렀다 🙂 \u0000')], as: { lease } });
    const entries = await journal.read('r1');
    expect(entries.map(({ seq, event }) => [seq, event.said])).toEqual([
      [1, 'started'],
      [2, 'asked'],
      [3, '눌렀다 🙂 \u0000'],
    ]);
    expect(await journal.read('r1', 2)).toEqual(entries.slice(2));
    expect(Math.abs((entries[0]?.at ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('answers a write with the entries that a read gives', async () => {
    const lease = await opened();
    const written = await journal.write({ run: 'r1', events: [said('a'), said('b')], as: { lease } });
    expect(written).toEqual({ ok: true, entries: await journal.read('r1', 1) });
  });

  test('lets one run live a cluster, and says which', async () => {
    await opened('r1');
    const second = await journal.open({ run: 'r2', cluster: 'dev-1' }, said('started'));
    expect(second).toMatchObject({ ok: false, live: { run: 'r1', cluster: 'dev-1', finishedAt: null } });
    expect(await journal.row('r2')).toBeNull();
    expect((await journal.open({ run: 'r3', cluster: 'dev-2' }, said('started'))).ok).toBe(true);
  });

  test('opens one of ten runs that start at once on two replicas', async () => {
    const other = await store.replica();
    const opens = Array.from({ length: 10 }, (_, i) =>
      (i % 2 ? journal : other).open({ run: `r${i}`, cluster: 'dev-1' }, said('started')),
    );
    expect((await Promise.all(opens)).filter(open => open.ok)).toHaveLength(1);
    expect(await journal.rows()).toHaveLength(1);
  });

  test('frees the cluster when the run finishes, and takes no more entries', async () => {
    const lease = await opened();
    await journal.write({ run: 'r1', events: [said('finished')], as: { lease }, then: 'finish' });
    expect((await journal.row('r1'))?.finishedAt).not.toBeNull();
    const late = { run: 'r1', events: [said('late')] };
    expect(await journal.write({ ...late, as: { lease } })).toEqual({ ok: false, why: 'finished' });
    expect(await journal.write({ ...late, as: { expectSeq: 2 } })).toEqual({ ok: false, why: 'finished' });
    expect((await journal.open({ run: 'r2', cluster: 'dev-1' }, said('started'))).ok).toBe(true);
  });

  test('knows no run that was never opened', async () => {
    const write = { run: 'nobody', events: [said('x')] };
    expect(await journal.write({ ...write, as: { expectSeq: 0 } })).toEqual({
      ok: false,
      why: 'no such run',
    });
    expect(await journal.row('nobody')).toBeNull();
    expect(await journal.read('nobody')).toEqual([]);
    expect(await journal.claim('nobody')).toBeNull();
  });

  test('takes the first of two answers that were decided on the same entry', async () => {
    await opened();
    const other = await store.replica();
    const answers = await Promise.all(
      [journal, other].map((replica, i) =>
        replica.write({ run: 'r1', events: [said(`answer ${i}`)], as: { expectSeq: 1 }, then: 'wake' }),
      ),
    );
    expect(answers.filter(answer => answer.ok)).toHaveLength(1);
    expect(answers.find(answer => !answer.ok)).toEqual({ ok: false, why: 'moved' });
    expect(await journal.read('r1')).toHaveLength(2);
  });

  test('lists runs newest first, by cluster, by life and no more than asked', async () => {
    const lease = await opened('r1', 'dev-1');
    await journal.write({ run: 'r1', events: [said('finished')], as: { lease }, then: 'finish' });
    await opened('r2', 'dev-1');
    await opened('r3', 'dev-2');
    const runs = async (filter?: Parameters<typeof journal.rows>[0]) =>
      (await journal.rows(filter)).map(row => row.run);
    expect(await runs()).toEqual(['r3', 'r2', 'r1']);
    expect(await runs({ limit: 2 })).toEqual(['r3', 'r2']);
    expect(await runs({ cluster: 'dev-1' })).toEqual(['r2', 'r1']);
    expect(await runs({ live: true })).toEqual(['r3', 'r2']);
    expect(await runs({ cluster: 'dev-1', live: false })).toEqual(['r1']);
  });

  test.each([
    'update entries set event = \'{"said":"forged"}\'',
    'update entries set seq = 9',
    'delete from entries',
    "insert into entries (run, seq, at, event) values ('r1', 2, 0, '{}')",
    "insert into entries (run, seq, at, event, hash) select 'r1', 3, 0, '{}', hash from entries",
    'update ledger set at = 0',
    'delete from ledger',
    "delete from runs where id = 'r1'",
  ])('refuses, also to a shell: %s', async statement => {
    await opened();
    const before = await journal.read('r1');
    await expect(store.sql(statement)).rejects.toThrow(
      /append-only|without a gap|without its hash|foreign key/i,
    );
    expect(await journal.read('r1')).toEqual(before);
  });

  test('keeps nothing of a write that fails half-way', async () => {
    const lease = await opened();
    const unwritable = {
      said: 'x',
      toJSON: () => {
        throw new Error('cannot be written down');
      },
    };
    await expect(
      journal.write({ run: 'r1', events: [said('a'), unwritable], as: { lease } }),
    ).rejects.toThrow('cannot');
    expect(await journal.read('r1')).toHaveLength(1);
    expect((await journal.row('r1'))?.seq).toBe(1);
  });

  test('says which entry this version cannot read', async () => {
    const strict = await store.replica({
      parse: () => {
        throw new Error('unknown kind "asked-twice"');
      },
    });
    await opened();
    await expect(strict.read('r1')).rejects.toMatchObject({
      trouble: 'unreadable',
      message: expect.stringContaining('entry 1 of run r1: unknown kind "asked-twice"'),
    });
  });

  test('remembers facts, and the highest of numbers', async () => {
    expect(await journal.recall('verdict')).toBeUndefined();
    await journal.remember('verdict', { healthy: 2 });
    await journal.remember('verdict', { healthy: 3 });
    expect(await journal.recall('verdict')).toEqual({ healthy: 3 });
    await journal.rememberTogether({ highest: { revision: 5_000_000_000 }, facts: { keys: 12 } });
    await journal.rememberTogether({ highest: { revision: 7 }, facts: { keys: 13 } });
    expect(await journal.recall('revision')).toBe(5_000_000_000);
    expect(await journal.recall('keys')).toBe(13);
  });

  test('keeps all that belongs together or nothing of it', async () => {
    const unwritable = {
      toJSON: () => {
        throw new Error('cannot be written down');
      },
    };
    const highest = { revision: 9 };
    await expect(journal.rememberTogether({ highest, facts: { keys: unwritable } })).rejects.toThrow(
      'cannot',
    );
    expect(await journal.recall('revision')).toBeUndefined();
  });

  test('lets one of several change a fact from what they all saw', async () => {
    const first = await Promise.all([1, 2, 3].map(n => journal.swap('told', undefined, n)));
    expect(first.filter(Boolean)).toHaveLength(1);
    const seen = await journal.recall('told');
    const second = await Promise.all(['a', 'b'].map(to => journal.swap('told', seen, to)));
    expect(second.filter(Boolean)).toHaveLength(1);
    expect(await journal.swap('told', seen, 'c')).toBe(false);
  });

  test('finds facts by how their keys begin, and forgets one', async () => {
    for (const name of ['a', 'b']) await journal.remember(`replica/${name}`, name);
    await journal.remember('replicas', 'another');
    await journal.forget('replica/a');
    expect(await journal.recallAll('replica/')).toEqual(new Map([['b', 'b']]));
  });

  test('lowers a number that only grows by a decision alone, and keeps who made it, from what to what', async () => {
    const decision = { key: 'revision', to: 5, who: { name: 'seoyeon' }, facts: { keys: 3 } };
    expect(await journal.lower(decision)).toEqual({ ok: false, was: null });
    await journal.rememberTogether({ highest: { revision: 41_007 } });
    expect(await journal.lower(decision)).toEqual({ ok: true, was: 41_007 });
    expect([await journal.recall('revision'), await journal.recall('keys')]).toEqual([5, 3]);
    await journal.rememberTogether({ highest: { revision: 6 } });
    expect(await journal.lower({ ...decision, to: 7 })).toEqual({ ok: false, was: 6 });
    await journal.lower({ ...decision, to: 1, who: { name: 'jihun' } });
    expect(await journal.lowered('revision')).toEqual([
      { at: expect.any(Number), was: 41_007, to: 5, who: { name: 'seoyeon' } },
      { at: expect.any(Number), was: 6, to: 1, who: { name: 'jihun' } },
    ]);
    for (const statement of [
      "update memory set highest = 0, value = '0' where key = 'revision'",
      "update memory set highest = null where key = 'revision'",
      "delete from memory where key = 'revision'",
      'update lowered set was = 1',
      'delete from lowered',
    ])
      await expect(store.sql(statement)).rejects.toThrow(/append-only|by a decision alone/);
    await expect(journal.remember('revision', 0)).rejects.toThrow('by a decision alone');
  });
});
