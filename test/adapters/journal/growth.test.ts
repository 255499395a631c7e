import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { typicalRun } from '../../../bench/typical-run.ts';
import type { StoreEngine } from '../../../src/adapters/journal/engine.ts';
import { hostClock } from '../../../src/adapters/journal/host-clock.ts';
import { awakeRuns } from '../../../src/adapters/journal/leases.ts';
import { openJournal } from '../../../src/adapters/journal/open-journal.ts';
import { unshownRuns } from '../../../src/adapters/journal/outbox.ts';
import { postgresEngine } from '../../../src/adapters/journal/postgres-engine.ts';
import { runsNewestFirst } from '../../../src/adapters/journal/rows.ts';
import { sqliteEngine } from '../../../src/adapters/journal/sqlite-engine.ts';
import { keysIn } from '../../../src/record/keys.ts';
import { sealing } from '../../../src/record/seal.ts';
import { engines, onlySqlite, type Store, said } from './stores.ts';

const numbers = {
  sqlite: 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)',
  postgres: 'with n as (select i from generate_series(1, 10000) as i)',
};

describe.each(engines)('after ten thousand finished runs $name', ({ fresh, name }) => {
  let store: Store;
  let engine: StoreEngine;
  beforeEach(async () => {
    store = await fresh();
    const journal = await store.replica();
    await store.sql(`${numbers[name]}
      insert into runs (id, cluster, started_at, finished_at, seq, awake, unseen, epoch)
      select 'old-' || i, 'dev-' || (i % 20), i, i + 1, 0, 0, 0, 1 from n where true`);
    await store.sql('analyze');
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    const { dataDir, databaseUrl } = store.place;
    engine = databaseUrl
      ? postgresEngine({ databaseUrl, patienceMs: 1_000, holder: 'test' })
      : sqliteEngine({
          dataDir: dataDir ?? join(tmpdir(), 'none'),
          clock: hostClock(),
          patienceMs: 1_000,
        });
  });
  afterEach(async () => {
    await engine.close();
    await store.remove();
  });

  const planOf = async (query: { compile(): CompiledQuery }) => {
    const { sql, parameters } = query.compile();
    const explain = name === 'sqlite' ? 'explain query plan' : 'explain';
    const { rows } = await engine.db.executeQuery(CompiledQuery.raw(`${explain} ${sql}`, [...parameters]));
    return JSON.stringify(rows);
  };

  test('finds what is live and what is claimable by the index of live runs alone', async () => {
    for (const query of [awakeRuns(engine), runsNewestFirst(engine, { live: true })]) {
      const plan = await planOf(query);
      expect(plan).toMatch(/using (index )?runs_live/i);
      expect(plan).not.toMatch(/seq scan/i);
    }
  });

  test('finds what the channel does not show yet by the index of it alone', async () => {
    const plan = await planOf(unshownRuns(engine));
    expect(plan).toMatch(/(using|scan on) (index )?runs_unshown/i);
    expect(plan).not.toMatch(/seq scan/i);
  });

  test('finds the newest runs without sorting them all', async () => {
    for (const filter of [{ limit: 20 }, { cluster: 'dev-1', limit: 20 }, { live: false, limit: 20 }]) {
      const plan = await planOf(runsNewestFirst(engine, filter));
      expect(plan).toMatch(/using (index )?runs_newest/i);
      expect(plan).not.toMatch(/temp b-tree|sort/i);
    }
  });
});

test('a gentle run grows a SQLite store by 25 kB at most, its signatures and hashes included', async () => {
  const store = await onlySqlite[0]?.fresh();
  const keys = keysIn(Buffer.from('k'.repeat(32)).toString('base64'));
  if (!store || !keys) throw new Error('SQLite is always there');
  const sealed = sealing(keys, new Set());
  const journal = await openJournal<unknown>({
    ...store.place,
    holder: 'x',
    parse: json => json,
    sealing: sealed,
  });
  const events = await typicalRun();
  const pages = async () =>
    Number(
      Object(
        await store.sql('select page_count * page_size as bytes from pragma_page_count, pragma_page_size'),
      )[0].bytes,
    );
  const before = await pages();
  for (let nth = 0; nth < 10; nth++) {
    await journal.open({ run: `run-${nth}`, cluster: 'dev-1' }, events[0]);
    for (const [seq, event] of events.slice(1).entries()) {
      const isLast = seq === events.length - 2;
      await journal.write({
        run: `run-${nth}`,
        events: [event],
        as: { expectSeq: seq + 1 },
        ...(isLast ? { then: 'finish' } : {}),
      });
    }
  }
  expect(((await pages()) - before) / 10 / 1024).toBeLessThan(25);
  await journal.close();
  await store.remove();
}, 60_000);
