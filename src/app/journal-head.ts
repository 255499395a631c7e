import type { Journal } from '../ports/journal.ts';
import type { Head, HeadNow } from '../record/head.ts';
import type { RunEvent } from '../runs/events.ts';

type Store = Pick<Journal<RunEvent>, 'readLedger' | 'rows' | 'read' | 'recallAll' | 'lowered'>;
const revisions = 'revision/';

/** The hash of an entry, of the ledger where `run` is null; null: it has none of that number. */
const hashAt =
  (journal: Store) =>
  async (run: string | null, seq: number): Promise<string | null> => {
    const after = seq - 1;
    const [entry] =
      run === null ? await journal.readLedger({ afterSeq: after }) : await journal.read(run, after);
    return entry?.seq === seq ? (entry.hash ?? '') : null;
  };

/** The journal as it is, to be held against what is known of it elsewhere. */
export const headNow = async (journal: Store, store: string): Promise<HeadNow> => {
  const deleted = (await journal.readLedger({ kind: 'deleted' })).filter(({ proof }) => proof !== 'forged');
  const highest = await journal.recallAll(revisions);
  return {
    store,
    isEmpty: (await journal.rows({ limit: 1 })).length === 0,
    hashAt: hashAt(journal),
    deleted: new Set(deleted.map(({ event }) => String(event.run))),
    revisionOf: async key => {
      const before = await journal.lowered(key);
      return Math.max(Number(highest.get(key.slice(revisions.length)) ?? 0), ...before.map(({ was }) => was));
    },
  };
};

/** What is kept of it outside. `ledger`: its newest entry. */
export const headOf = async (
  journal: Store,
  store: string,
  ledger: { readonly seq: number; readonly hash: string },
): Promise<Head> => {
  const live = await journal.rows({ live: true });
  const runs = await Promise.all(
    live.map(async ({ run, seq }) => [run, { seq, hash: (await hashAt(journal)(run, seq)) ?? '' }] as const),
  );
  const highest = [...(await journal.recallAll(revisions))];
  return {
    store,
    seq: ledger.seq,
    hash: ledger.hash,
    runs: Object.fromEntries(runs),
    revisions: Object.fromEntries(
      highest.map(([key, value]) => [`${revisions}${key}`, Number(value)] as const),
    ),
  };
};
