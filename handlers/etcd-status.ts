import { proposal } from '../src/desk/proposal.ts';
import { notice, readingWords, refusal } from '../src/messages/notices.ts';
import { statusCard } from '../src/messages/status-card.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** Reads and judges a cluster for the whole channel, filling in one message. `ts`: the card that is read again. */
export const etcdStatus = async (
  caller: Caller,
  cluster: string | null,
  deps: Deps,
  ts: string | null = null,
): Promise<void> => {
  const { desk, channelLocale: locale } = deps;
  const card = caller.living(ts);
  if (ts === null) card.show(notice('⏳', readingWords(cluster), locale));
  const looked = await desk
    .look(cluster, partial => card.show(statusCard(partial, [], locale)))
    .catch(async (error: unknown) => {
      await card.end(notice('⚠️', stoppedWords, locale));
      throw error;
    });
  await card.end(looked.ok ? statusCard(looked, proposal(desk, looked), locale) : refusal(looked, locale));
};

const stoppedWords = {
  en: 'Reading stopped: something went wrong in the bot. Nothing was changed. Type /pks etcd-status again.',
  ko: '봇 오류로 조회가 중단되었습니다. 변경된 것은 없습니다. /pks etcd-status 를 다시 입력하세요.',
};
