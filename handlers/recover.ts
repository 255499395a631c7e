import { notice, readingWords, refusal, startedWords } from '../src/messages/notices.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';
import { refused } from './refused.ts';

/** Asks the desk for a run, which only plans: the first change waits for approval. */
export const recover = async (
  caller: Caller,
  request: { cluster: string | null; cure: string | null },
  deps: Deps,
): Promise<void> => {
  const { desk, channel, locale } = deps;
  // A run that nobody can see would hold the cluster against everybody who could.
  const unseen = await deps.whyNoRun(caller.channel);
  if (unseen) return refused(caller, unseen, deps);
  caller.mention(notice('⏳', readingWords(request.cluster), locale));
  const answer = await desk.recover({ ...request, by: caller.by, channel: caller.channel });
  if (!answer.ok) {
    if (answer.run) channel.show(answer.run);
    const address = answer.run ? await channel.linkOf(answer.run) : null;
    return caller.tell(refusal(answer, locale, address));
  }
  channel.show(answer.run);
  await caller.tell(notice('🛟', startedWords(answer.run), locale));
};
