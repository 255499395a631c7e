import { doctorCard } from '../src/messages/doctor-card.ts';
import { checkingWords, notice } from '../src/messages/notices.ts';
import { same } from '../src/words.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** Asks every tool on the jump host for its version. */
export const doctorVerb = async (caller: Caller, deps: Deps): Promise<void> => {
  caller.mention(notice('⏳', checkingWords, deps.locale));
  await caller.tell(doctorCard(await deps.desk.doctor(), deps.locale));
};

export const versionVerb = (caller: Caller, deps: Deps): Promise<void> =>
  caller.tell(notice('🛟', same(`pks-rescue ${deps.version}`), deps.locale));
