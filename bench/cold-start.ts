import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openCrashBox } from '../drill/crash/crash-box.ts';
import type { RunEvent } from '../src/runs/events.ts';
import type { Store } from './stores.ts';
import { at } from './times.ts';

export const finishedRuns = 10_000;
const starts = 5;
const program = join(import.meta.dirname, 'start-process.ts');

/** Milliseconds of the whole bot's start in a process of its own, with a Slack in a box: from before its journal is opened
 *  until it listens, and all that the process took until then, Node and the reading of the code included. */
export const coldStart = async ({ place }: Store): Promise<{ startMs: number; processMs: number }> => {
  const box = await openCrashBox(process.env.PATH ?? '/usr/bin:/bin', place.databaseUrl ?? null);
  const env = { ...box.env, DATA_DIR: place.dataDir };
  const [startMs, processMs]: [number[], number[]] = [[], []];
  try {
    for (let nth = 0; nth < starts; nth++) {
      const bot = fork(program, { env, execArgv: ['--disable-warning=ExperimentalWarning'] });
      const [[told]] = await Promise.all([once(bot, 'message'), once(bot, 'exit')]);
      startMs.push(told.startMs);
      processMs.push(told.processMs);
    }
  } finally {
    await box.stop();
  }
  for (const times of [startMs, processMs]) times.sort((a, b) => a - b);
  return { startMs: at(startMs, 0.5), processMs: at(processMs, 0.5) };
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** So many runs that ended long ago, each with these entries. Written past the triggers, which number what the bot writes. */
export const addFinishedRuns = async ({ name, sql }: Store, events: readonly RunEvent[]): Promise<void> => {
  const typical = events.map((event, nth) => `(${nth + 1}, ${quoted(JSON.stringify(event))})`).join(',\n');
  // Never read: how many there are is what is measured.
  const noHash = name === 'sqlite' ? "x''" : "''::bytea";
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
    `insert into entries (run, seq, at, event, previous, hash)
     select 'old-' || i, seq, i, event, ${noHash}, ${noHash} from n cross join typical order by i, seq`,
    `insert into posted (run, key, channel, ts, digest)
     select 'old-' || i, 'headline', 'C0INCIDENT42', '1596598151.0' || i, '3f2a' from n`,
    'drop table typical',
    'drop table n',
    ...(name === 'postgres' ? ['set session_replication_role = default'] : []),
  );
};
