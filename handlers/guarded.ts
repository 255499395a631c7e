import { brokeWords, journalWords, notice, refusal } from '../src/messages/notices.ts';
import { JournalTrouble } from '../src/ports/journal.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** After the ack: is this person served here, then the handler; and whatever breaks, the person hears of it. `anywhere`: an
 *  abort, which no channel keeps anybody from. */
export const guarded = async (
  caller: Caller,
  deps: Deps,
  handle: () => Promise<void>,
  anywhere = false,
): Promise<void> => {
  try {
    const admitted = await deps.admit(caller.by, caller.channel, anywhere);
    if (!admitted.ok) return await caller.tell(refusal(admitted, deps.locale));
    await handle();
  } catch (error) {
    const reference = `E${deps.clock.now().toString(36)}`;
    deps.log(`${reference} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const words =
      error instanceof JournalTrouble ? journalWords(error.words, reference) : brokeWords(reference);
    await caller.tell(notice('⚠️', words, deps.locale));
  }
};
