import { notice } from '../src/messages/notices.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** `/pks restored [cluster]`: a person says that the key space was restored on purpose. The channel sees who said it. */
export const restored = async (caller: Caller, cluster: string | null, deps: Deps): Promise<void> => {
  const answer = await deps.desk.restored(cluster, caller.by, caller.channel);
  if (!answer.ok) return caller.tell(notice('🚫', answer.words, deps.locale));
  await caller.living(null).end(notice('📝', answer.words, deps.channelLocale));
};

/** `/pks accept-journal`: a person says that this journal is the right one. The channel sees who said it. */
export const takeJournal = async (caller: Caller, deps: Deps): Promise<void> => {
  const answer = await deps.desk.acceptJournal(caller.by, caller.channel, 'slash');
  if (!answer.ok) return caller.tell(notice('🚫', answer.words, deps.locale));
  await caller.living(null).end(notice('📝', answer.words, deps.channelLocale));
};
