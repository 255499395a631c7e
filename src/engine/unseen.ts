import { noQuorumSince } from '../approvals/calling.ts';
import { windingDown } from '../runs/next.ts';
import type { StepRun } from '../runs/run.ts';
import { type Words, withMove } from '../words.ts';
import type { Turn } from './engine.ts';

/** Why a step that asks nobody does not begin by itself: the channel takes nothing, so nobody would see what it comes to ask. Who says
 *  "again" is there, whatever the channel. Never while the run itself keeps etcd down, nor as it puts things back. */
export const whyUnseen = ({ engine, run }: Turn, at: StepRun): Words | null => {
  const why = engine.channel.blocked?.(run.id);
  const isSomebodyThere = at.answers.some(({ answer }) => answer === 'again');
  if (!why || isSomebodyThere || windingDown(run) || noQuorumSince(run) !== null) return null;
  return withMove({
    en: `Nobody can see what this run asks (${why.en}), so it starts nothing more by itself. Answer "again" to go on all the same (\`/pks again ${run.id}\` in another channel of the bot’s, \`pks again ${run.id}\` on its host), or abort.`,
    ko: `이 복구가 묻는 내용을 볼 수 있는 사람이 없어(${why.ko}) 다음 단계를 자동으로 시작하지 않습니다. 그래도 진행하려면 다시 시도하고(봇이 있는 다른 채널에서 \`/pks again ${run.id}\`, 봇 호스트에서 \`pks again ${run.id}\`), 아니면 중단하세요.`,
  });
};
