import { parseCluster } from '../src/messages/button-value.ts';
import { notice, readingWords, refusal, savingWords, staleWords } from '../src/messages/notices.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';
import { refused } from './refused.ts';

/** `/pks snapshot [cluster]`: saves what each master holds whose etcd answers. It changes nothing; one approver is asked. */
export const snapshotVerb = async (caller: Caller, cluster: string | null, deps: Deps): Promise<void> => {
  const { desk, channel, locale } = deps;
  const unseen = await deps.whyNoRun(caller.channel);
  if (unseen) return refused(caller, unseen, deps);
  caller.mention(notice('⏳', readingWords(cluster), locale));
  const answer = await desk.snapshot({ cluster, by: caller.by, channel: caller.channel });
  if (answer.run) channel.show(answer.run);
  await caller.tell(answer.ok ? notice('🛟', savingWords(answer.run), locale) : refusal(answer, locale));
};

/** The button on a card that refuses every cure. */
export const snapshotPressed = async (caller: Caller, value: string, deps: Deps): Promise<void> => {
  const target = parseCluster(value);
  await (target ? snapshotVerb(caller, target.cluster, deps) : refused(caller, staleWords, deps));
};
