import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { openJournal } from '../src/adapters/journal/open-journal.ts';
import type { Journal } from '../src/world.ts';
import { startPostgres } from '../test/support/postgres.ts';

/** Milliseconds, on the disk that TMPDIR is on. A ratio compares with a bare insert that was made durable in the same run. */
export type EngineRow = {
  readonly store: 'sqlite' | 'postgres';
  /** An intent and an end, each acknowledged before the next. */
  readonly stepMsP50: number;
  readonly stepMsP99: number;
  readonly insertMsP50: number;
  readonly ratioP50: number;
  /** Opening, and listing the live and the newest twenty of 10,000 finished runs. */
  readonly coldStartMs: number;
  readonly kilobytesPerRun: number;
};

type Store = {
  readonly name: EngineRow['store'];
  readonly place: { dataDir: string; databaseUrl?: string };
  insert(): Promise<void>;
  sql(statement: string): Promise<void>;
  bytes(): Promise<number>;
  close(): Promise<void>;
};

const steps = 500;
const stepsPerRun = 14;
/** About what a card's ask with its guards and a command's end with its tail weigh. */
const intent = { kind: 'began', text: 'x'.repeat(600) };
const end = { kind: 'ended', text: 'x'.repeat(1_500) };

export const benchEngine = async (): Promise<EngineRow[]> => [await benchOn(sqlite), await benchOn(postgres)];

const benchOn = async (openStore: () => Promise<Store>): Promise<EngineRow> => {
  const store = await openStore();
  const open = () => openJournal({ ...store.place, holder: 'bench', parse: json => json });
  try {
    const journal = await open();
    const stepMs = await timesOf(steps, await steppingThrough(journal));
    const insertMs = await timesOf(steps, store.insert);
    const kilobytesPerRun = await growth(journal, store);
    await journal.close();
    await store.sql(finishedRuns(store.name));
    const coldStartMs = await coldStart(open);
    const [stepMsP50, insertMsP50] = [at(stepMs, 0.5), at(insertMs, 0.5)];
    const ratioP50 = round(stepMsP50 / insertMsP50);
    const stepMsP99 = at(stepMs, 0.99);
    return { store: store.name, stepMsP50, stepMsP99, insertMsP50, ratioP50, coldStartMs, kilobytesPerRun };
  } finally {
    await store.close();
  }
};

const steppingThrough = async (journal: Journal<unknown>, run = 'bench') => {
  await journal.open({ run, cluster: run }, { kind: 'started' });
  const lease = await journal.claim(run);
  if (!lease) throw new Error(`${run} could not be claimed.`);
  return async () => {
    for (const event of [intent, end]) {
      const written = await journal.write({ run, events: [event], as: { lease } });
      if (!written.ok) throw new Error(`${run} was ${written.why}.`);
    }
  };
};

const growth = async (journal: Journal<unknown>, store: Store): Promise<number> => {
  const runs = 40;
  const before = await store.bytes();
  for (let i = 0; i < runs; i++) {
    const step = await steppingThrough(journal, `growth-${i}`);
    for (let n = 0; n < stepsPerRun; n++) await step();
  }
  return round(((await store.bytes()) - before) / runs / 1_024);
};

const coldStart = async (open: () => Promise<Journal<unknown>>): Promise<number> => {
  const start = performance.now();
  const journal = await open();
  await journal.claimable();
  await journal.rows({ live: true });
  await journal.rows({ limit: 20 });
  const ms = round(performance.now() - start);
  await journal.close();
  return ms;
};

const timesOf = async (count: number, act: () => Promise<void>): Promise<number[]> => {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
};

const at = (sorted: readonly number[], share: number): number =>
  round(sorted[Math.floor(sorted.length * share)] ?? 0);
const round = (value: number): number => Math.round(value * 100) / 100;

const finishedRuns = (name: EngineRow['store']): string => `${
  name === 'sqlite'
    ? 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)'
    : 'with n as (select i from generate_series(1, 10000) as i)'
} insert into runs (id, cluster, started_at, finished_at, seq, awake, unseen, epoch)
  select 'old-' || i, 'dev-' || (i % 20), i, i + 1, 0, 0, 0, 1 from n where true`;

const sqlite = async (): Promise<Store> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pks-bench-'));
  const bare = new DatabaseSync(join(dataDir, 'bare.db'));
  bare.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table bare (at integer, text text)',
  );
  const insert = bare.prepare('insert into bare values (?, ?)');
  const file = join(dataDir, 'pks-rescue.db');
  const sql = async (statement: string) => {
    const shell = new DatabaseSync(file);
    shell.exec(statement);
    shell.close();
  };
  return {
    name: 'sqlite',
    place: { dataDir },
    insert: async () => void insert.run(Date.now(), intent.text),
    sql,
    async bytes() {
      await sql('pragma wal_checkpoint(truncate)');
      return (await stat(file)).size;
    },
    async close() {
      bare.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const postgres = async (): Promise<Store> => {
  const server = await startPostgres();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('create table bare (at bigint, text text)');
  return {
    name: 'postgres',
    place: { dataDir: tmpdir(), databaseUrl: server.url },
    insert: async () =>
      void (await client.query('insert into bare values ($1, $2)', [Date.now(), intent.text])),
    sql: async statement => void (await client.query(statement)),
    async bytes() {
      const { rows } = await client.query('select pg_database_size(current_database()) as bytes');
      return Number(rows[0].bytes);
    },
    async close() {
      await client.end();
      await server.stop();
    },
  };
};

if (import.meta.main) {
  const rows = await benchEngine();
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows)}\n`);
  else console.table(rows);
}
