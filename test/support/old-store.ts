import type { StoreEngine } from '../../src/adapters/journal/engine.ts';
import { hostClock } from '../../src/adapters/journal/host-clock.ts';
import { migrate } from '../../src/adapters/journal/migrate.ts';
import { migrations } from '../../src/adapters/journal/migrations.ts';
import { postgresEngine } from '../../src/adapters/journal/postgres-engine.ts';
import { sqliteEngine } from '../../src/adapters/journal/sqlite-engine.ts';
import type { Entry } from '../../src/ports/run-log.ts';
import type { Store } from '../adapters/journal/stores.ts';

/** How many migrations the last bot without a chain knew. */
const beforeTheChain = 3;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A store as a bot from before the chain left it, with one live run. */
export const oldStore = async (
  { place, sql }: Store,
  name: 'sqlite' | 'postgres',
  entries: readonly Entry<unknown>[],
): Promise<void> => {
  const engine: StoreEngine =
    name === 'postgres'
      ? postgresEngine({ databaseUrl: place.databaseUrl ?? '', patienceMs: 1_000, holder: 'old' })
      : sqliteEngine({ dataDir: place.dataDir, clock: hostClock(), patienceMs: 1_000 });
  await migrate(engine, migrations.slice(0, beforeTheChain));
  await engine.close();
  const run = entries[0]?.run ?? '';
  await sql(`insert into runs (id, cluster, started_at, seq, awake, unseen, epoch)
    values (${quoted(run)}, 'dev-1', ${entries[0]?.at ?? 0}, ${entries.length}, 0, 0, 1)`);
  for (const { seq, at, event } of entries)
    await sql(
      `insert into entries (run, seq, at, event) values (${quoted(run)}, ${seq}, ${at}, ${quoted(JSON.stringify(event))})`,
    );
};
