import { type Journal, JournalTrouble } from '../../ports/journal.ts';
import type { Entry } from '../../ports/run-log.ts';
import type { StoreEngine } from './engine.ts';
import { hostProcesses, type Processes } from './holder.ts';
import { type HostClock, hostClock } from './host-clock.ts';
import { leases } from './leases.ts';
import { memory } from './memory.ts';
import { migrate } from './migrate.ts';
import { openingRun } from './opening-run.ts';
import { outbox } from './outbox.ts';
import { postgresEngine } from './postgres-engine.ts';
import { rows } from './rows.ts';
import { sqliteEngine } from './sqlite-engine.ts';
import { journalTrouble, messageOf } from './trouble.ts';
import { watch } from './watch.ts';
import { writing } from './write.ts';

export type JournalOptions<Event> = {
  /** Where `pks-rescue.db` lies when there is no `databaseUrl`. */
  readonly dataDir: string;
  /** postgres://… of a database of the bot's own, for several replicas. Its password never leaves this adapter. */
  readonly databaseUrl?: string | undefined;
  /** Who this is, for a person who looks into the table of leases. */
  readonly holder: string;
  /** How long a driver that fell silent keeps its run. */
  readonly leaseMs?: number;
  /** For SQLite; Postgres has its own clock. */
  readonly clock?: HostClock;
  /** Throws on JSON that is no event of this version. */
  readonly parse: (json: unknown) => Event;
  /** Which processes are dead, so that their leases need no waiting out. */
  readonly processes?: Processes;
  /** How long one question to the store may take, locks included, before it counts as busy or away (5,000). */
  readonly patienceMs?: number;
};

/** Opens and migrates. Rejects with JournalTrouble when the store is away, damaged or a newer bot's. */
export const openJournal = async <Event>(options: JournalOptions<Event>): Promise<Journal<Event>> => {
  const engine = engineOf(options);
  try {
    await migrate(engine);
    await engine.inspect();
  } catch (error) {
    await engine.close();
    throw translated(engine, error);
  }
  return failingInWords(engine, journalOn(engine, options));
};

const engineOf = ({
  dataDir,
  databaseUrl,
  clock,
  holder,
  patienceMs = 5_000,
}: JournalOptions<unknown>): StoreEngine =>
  databaseUrl
    ? postgresEngine({ databaseUrl, patienceMs, holder })
    : sqliteEngine({ dataDir, clock: clock ?? hostClock(), patienceMs });

const journalOn = <Event>(engine: StoreEngine, options: JournalOptions<Event>): Journal<Event> => {
  const { holder, leaseMs = 10_000, processes = hostProcesses() } = options;
  const watching = watch(engine);
  const open = openingRun<Event>(engine);
  const write = writing<Event>(engine, leaseMs);
  return {
    ...rows(engine),
    ...leases(engine, { holder, leaseMs, processes }),
    ...memory(engine),
    ...outbox(engine, { holder, processes }),
    read: (run, afterSeq = 0) => readEntries(engine, options.parse, run, afterSeq),
    async open(run, first) {
      const opened = await open(run, first);
      if (opened.ok) watching.wrote(run.run);
      return opened;
    },
    async write(what) {
      const written = await write(what);
      if (written.ok) watching.wrote(what.run);
      return written;
    },
    onWritten: watching.onWritten,
    now: () => nowOf(engine),
    backup: engine.backup,
    async close() {
      watching.close();
      await engine.close();
    },
  };
};

const readEntries = async <Event>(
  engine: StoreEngine,
  parse: (json: unknown) => Event,
  run: string,
  afterSeq: number,
): Promise<Entry<Event>[]> => {
  const found = await engine.db
    .selectFrom('entries')
    .selectAll()
    .where('run', '=', run)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .execute();
  return found.map(row => {
    try {
      return { ...row, event: parse(JSON.parse(row.event)) };
    } catch (error) {
      const detail = `entry ${row.seq} of run ${run}: ${messageOf(error)}`;
      throw journalTrouble({ kind: 'unreadable', place: engine.place, detail });
    }
  });
};

const nowOf = async ({ db, wallNow }: StoreEngine): Promise<number> => {
  const { now } = await db.selectNoFrom(wallNow().as('now')).executeTakeFirstOrThrow();
  return now;
};

/** Every method of the journal tells trouble in the same words, whatever driver is below. */
const failingInWords = <Event>(engine: StoreEngine, journal: Journal<Event>): Journal<Event> => {
  const inWords =
    <Arguments extends unknown[], Answer>(act: (...args: Arguments) => Promise<Answer>) =>
    async (...args: Arguments): Promise<Answer> => {
      try {
        return await act(...args);
      } catch (error) {
        throw translated(engine, error);
      }
    };
  return {
    open: inWords(journal.open),
    write: inWords(journal.write),
    read: inWords(journal.read),
    row: inWords(journal.row),
    rows: inWords(journal.rows),
    claim: inWords(journal.claim),
    renew: inWords(journal.renew),
    release: inWords(journal.release),
    claimable: inWords(journal.claimable),
    onWritten: journal.onWritten,
    posted: inWords(journal.posted),
    savePosted: inWords(journal.savePosted),
    tend: inWords(journal.tend),
    keepTending: inWords(journal.keepTending),
    shown: inWords(journal.shown),
    stopTending: inWords(journal.stopTending),
    unshown: inWords(journal.unshown),
    recall: inWords(journal.recall),
    remember: inWords(journal.remember),
    swap: inWords(journal.swap),
    recallAll: inWords(journal.recallAll),
    forget: inWords(journal.forget),
    rememberTogether: inWords(journal.rememberTogether),
    lower: inWords(journal.lower),
    lowered: inWords(journal.lowered),
    now: inWords(journal.now),
    backup: inWords(journal.backup),
    close: inWords(journal.close),
  };
};

const translated = (engine: StoreEngine, error: unknown): unknown => {
  if (error instanceof JournalTrouble) return error;
  const found = engine.troubleOf(error);
  return found ? journalTrouble({ ...found, place: engine.place }) : error;
};
