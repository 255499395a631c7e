import { brokeWords, journalWords, notice } from '../src/messages/notices.ts';
import { JournalTrouble } from '../src/ports/journal.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';
import { refused } from './refused.ts';

/** After the ack: is this person served here, then the handler; and whatever breaks, the person hears of it. An abort is for
 *  the desk alone to refuse: it has to work where Slack does not say who somebody is. */
export const guarded = async (
  caller: Caller,
  deps: Deps,
  handle: () => Promise<void>,
  aborts = false,
): Promise<void> => {
  try {
    const admitted = aborts ? null : await deps.admit(caller.by, caller.channel);
    if (admitted?.ok === false) return await refused(caller, admitted.words, deps);
    await handle();
  } catch (error) {
    const reference = `E${deps.clock.now().toString(36)}`;
    deps.log(`${reference} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const words =
      error instanceof JournalTrouble ? journalWords(error.words, reference) : brokeWords(reference);
    await caller.tell(notice('⚠️', words, deps.locale));
  }
};
