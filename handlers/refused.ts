import { notice } from '../src/messages/notices.ts';
import type { Words } from '../src/words.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** Tells one person why nothing is done, and has it written down. */
export const refused = async (caller: Caller, words: Words, deps: Deps): Promise<void> => {
  await caller.tell(notice('🚫', words, deps.locale));
  await deps.desk.refused({ answer: 'none', by: caller.by, channel: caller.channel }, words);
};
