import { type Journal, JournalTrouble } from '../../ports/journal.ts';
import type { Sealing } from '../../ports/sealing.ts';
import type { StoreEngine } from './engine.ts';
import { readEntries } from './entries.ts';
import { hostProcesses, type Processes } from './holder.ts';
import { type HostClock, hostClock } from './host-clock.ts';
import { leases } from './leases.ts';
import { beginChain, ledger } from './ledger.ts';
import { memory } from './memory.ts';
import { migrate } from './migrate.ts';
import { openingRun } from './opening-run.ts';
import { outbox } from './outbox.ts';
import { postgresEngine } from './postgres-engine.ts';
import { deleting } from './retention.ts';
import { rows } from './rows.ts';
import { sqliteEngine } from './sqlite-engine.ts';
import { journalTrouble } from './trouble.ts';
import { watch } from './watch.ts';
import { writing } from './write.ts';

export type JournalPlace = {
  /** Where `pks-rescue.db` lies when there is no `databaseUrl`. */
  readonly dataDir: string;
  /** postgres://… of a database of the bot's own, for several replicas. Its password never leaves this adapter. */
  readonly databaseUrl?: string | undefined;
};

export type JournalOptions<Event> = JournalPlace & {
  /** Who this is, for a person who looks into the table of leases. */
  readonly holder: string;
  /** How long a driver that fell silent keeps its run. */
  readonly leaseMs?: number;
  /** For SQLite; Postgres has its own clock. */
  readonly clock?: HostClock;
  /** Throws on JSON that is no event of this version. */
  readonly parse: (json: unknown) => Event;
  /** Signs answers and checks them; without it nothing is signed and everything counts. */
  readonly sealing?: Sealing | undefined;
  /** Which processes are dead, so that their leases need no waiting out. */
  readonly processes?: Processes;
  /** How long one question to the store may take, locks included, before it counts as busy or away (5,000). */
  readonly patienceMs?: number;
};

/** Opens and migrates. Rejects with JournalTrouble when the store is away, damaged or a newer bot's. */
export const openJournal = async <Event>(options: JournalOptions<Event>): Promise<Journal<Event>> => {
  const engine = { ...storeEngine(options), sealing: options.sealing };
  try {
    await migrate(engine);
    await beginChain(engine);
    await engine.inspect();
  } catch (error) {
    await engine.close();
    throw translated(engine, error);
  }
  return failingInWords(engine, journalOn(engine, options));
};

/** Exported for whoever reads the store without being a bot on it. */
export const storeEngine = ({
  dataDir,
  databaseUrl,
  clock,
  holder,
  patienceMs = 5_000,
}: JournalPlace & Pick<JournalOptions<unknown>, 'holder' | 'clock' | 'patienceMs'>): StoreEngine =>
  databaseUrl
    ? postgresEngine({ databaseUrl, patienceMs, holder })
    : sqliteEngine({ dataDir, clock: clock ?? hostClock(), patienceMs });

const journalOn = <Event>(engine: StoreEngine, options: JournalOptions<Event>): Journal<Event> => {
  const { holder, leaseMs = 10_000, processes = hostProcesses() } = options;
  const watching = watch(engine);
  const open = openingRun<Event>(engine, options.sealing);
  const write = writing<Event>(engine, leaseMs, options.sealing);
  return {
    ...rows(engine),
    ...leases(engine, { holder, leaseMs, processes }),
    ...memory(engine),
    ...ledger(engine),
    ...outbox(engine, { holder, processes }),
    deleteFinishedBefore: deleting(engine),
    read: (run, afterSeq = 0) => readEntries(engine, options, run, afterSeq),
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
    deleteFinishedBefore: inWords(journal.deleteFinishedBefore),
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
    noteInLedger: inWords(journal.noteInLedger),
    readLedger: inWords(journal.readLedger),
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
