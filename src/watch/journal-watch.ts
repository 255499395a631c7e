import { type Journal, JournalTrouble } from '../ports/journal.ts';
import type { Words } from '../words.ts';

export type TroubleListener = {
  /** Once for each time that the store goes away. */
  readonly onTrouble: (words: Words) => void;
  readonly onBack: () => void;
};

/** What a person can mend. An entry that cannot be read or a broken query says so where it happens. */
const ofTheStore: readonly string[] = ['full', 'read-only', 'away', 'busy', 'refused'];

/** What was refused (another one was first, another one has the run) changed no row: it works on a full disk too. */
const hasWritten = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'ok' in answer ? answer.ok === true : answer !== false;

/** The journal, watched: whoever meets its trouble first makes it known once, and so does the first write that works again. */
export const watchedJournal = <Event>(
  journal: Journal<Event>,
  { onTrouble, onBack }: TroubleListener,
): Journal<Event> => {
  let away = false;
  const noticed = (error: unknown) => {
    if (!(error instanceof JournalTrouble) || !ofTheStore.includes(error.trouble) || away) return;
    away = true;
    onTrouble(error.words);
  };
  const back = () => {
    if (!away) return;
    away = false;
    onBack();
  };
  const watched =
    <Arguments extends unknown[], Answer>(act: (...args: Arguments) => Promise<Answer>, isWrite: boolean) =>
    async (...args: Arguments): Promise<Answer> => {
      try {
        const answer = await act(...args);
        if (isWrite && hasWritten(answer)) back();
        return answer;
      } catch (error) {
        noticed(error);
        throw error;
      }
    };
  // Reading works on a full or read-only disk too: only a write shows that the store is back.
  return {
    ...journal,
    open: watched(journal.open, true),
    write: watched(journal.write, true),
    renew: watched(journal.renew, true),
    remember: watched(journal.remember, true),
    rememberTogether: watched(journal.rememberTogether, true),
    lower: watched(journal.lower, true),
    swap: watched(journal.swap, true),
    forget: watched(journal.forget, false),
    lowered: watched(journal.lowered, false),
    noteInLedger: watched(journal.noteInLedger, true),
    readLedger: watched(journal.readLedger, false),
    recallAll: watched(journal.recallAll, false),
    savePosted: watched(journal.savePosted, true),
    tend: watched(journal.tend, false),
    keepTending: watched(journal.keepTending, true),
    shown: watched(journal.shown, false),
    stopTending: watched(journal.stopTending, false),
    unshown: watched(journal.unshown, false),
    read: watched(journal.read, false),
    row: watched(journal.row, false),
    rows: watched(journal.rows, false),
    claim: watched(journal.claim, false),
    claimable: watched(journal.claimable, false),
    posted: watched(journal.posted, false),
    recall: watched(journal.recall, false),
    now: watched(journal.now, false),
  };
};
