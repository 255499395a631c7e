import { notice, readingWords, recordedWords, refusal } from '../src/messages/notices.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** `/pks record [cluster]`: what the bot sees of it, as a file on its host. It only reads. */
export const recordVerb = async (caller: Caller, cluster: string | null, deps: Deps): Promise<void> => {
  const { desk, locale } = deps;
  await caller.tell(notice('⏳', readingWords(cluster), locale));
  const recorded = await desk.record(cluster);
  if (!recorded.ok) return caller.tell(refusal(recorded, locale));
  const file = await deps.keepRecording(recorded.name, recorded.text);
  await caller.tell(notice('🗂️', recordedWords(file, deps.host, recorded.verdict), locale));
};
