import type { Clock } from '../ports/clock.ts';
import { JournalTrouble } from '../ports/journal.ts';
import type { TroubleListener } from '../watch/journal-watch.ts';

const againMs = 5_000;

/** For what goes through a watched journal, which says by itself that it is away. */
export const alreadyTold: TroubleListener = { onTrouble: () => {}, onBack: () => {} };

/** A store that is away, full or damaged as the bot starts: said once, and tried again until a person has mended it.
 *  Leaving instead would say it anew at each start of a supervisor. */
export const openPatiently = async <T>(
  open: () => Promise<T>,
  { onTrouble, onBack }: TroubleListener,
  clock: Pick<Clock, 'sleep'>,
): Promise<T> => {
  let told = '';
  for (;;) {
    try {
      const opened = await open();
      if (told !== '') onBack();
      return opened;
    } catch (error) {
      if (!(error instanceof JournalTrouble)) throw error;
      if (told !== error.trouble) onTrouble(error.words);
      told = error.trouble;
      await clock.sleep(againMs);
    }
  }
};
