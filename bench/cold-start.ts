import { startBot } from '../src/bot.ts';
import { readConfig } from '../src/config.ts';
import { openCrashBox } from '../src/drill/crash/crash-box.ts';
import type { RunEvent } from '../src/runs/events.ts';
import type { Store } from './stores.ts';
import { at } from './times.ts';

export const finishedRuns = 10_000;
const starts = 5;

/** Milliseconds of the whole bot's start, from before its journal is opened until it listens to a Slack in a box. */
export const coldStart = async ({ place }: Store): Promise<number> => {
  const box = await openCrashBox(process.env.PATH ?? '/usr/bin:/bin', place.databaseUrl ?? null);
  const config = readConfig({ ...box.env, DATA_DIR: place.dataDir });
  try {
    const times: number[] = [];
    for (let nth = 0; nth < starts; nth++) {
      const began = performance.now();
      const bot = await startBot(config, () => {});
      times.push(performance.now() - began);
      await bot.stop();
    }
    times.sort((a, b) => a - b);
    return at(times, 0.5);
  } finally {
    await box.stop();
  }
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** So many runs that ended long ago, each with these entries. Written past the triggers, which number what the bot writes. */
export const addFinishedRuns = async ({ name, sql }: Store, events: readonly RunEvent[]): Promise<void> => {
  const typical = events.map((event, nth) => `(${nth + 1}, ${quoted(JSON.stringify(event))})`).join(',\n');
  const numbers =
    name === 'sqlite'
      ? `create table n as with recursive n(i) as (select 1 union all select i + 1 from n where i < ${finishedRuns}) select i from n`
      : `create table n as select i from generate_series(1, ${finishedRuns}) as i`;
  await sql(
    ...(name === 'postgres'
      ? ['set session_replication_role = replica', 'set synchronous_commit = off']
      : []),
    numbers,
    'create table typical (seq bigint, event text)',
    `insert into typical values ${typical}`,
    `insert into runs (id, cluster, started_at, finished_at, seq, awake, unseen, epoch)
     select 'old-' || i, 'dev-' || (i % 20), i, i + 1, ${events.length}, 0, 0, 1 from n`,
    `insert into entries (run, seq, at, event)
     select 'old-' || i, seq, i, event from n cross join typical order by i, seq`,
    `insert into posted (run, key, channel, ts, digest)
     select 'old-' || i, 'headline', 'C0INCIDENT42', '1596598151.0' || i, '3f2a' from n`,
    'drop table typical',
    'drop table n',
    ...(name === 'postgres' ? ['set session_replication_role = default'] : []),
  );
};
