import type { Words } from '../words.ts';
import type { Onward, Turn } from './engine.ts';
import type { RunOutcome } from './events.ts';
import { type Run, stepOf } from './run.ts';
import { factsOf } from './steps.ts';
import { write } from './write.ts';

const outcomeOf = (run: Run): RunOutcome => {
  if (run.abort) return 'aborted';
  return run.steps.some(s => s.planned.id === 'verify' && s.settled?.outcome === 'done')
    ? 'healed'
    : 'failed';
};

const wordsOf = (run: Run, outcome: RunOutcome): Words => {
  const hash = stepOf(run, 'verify')?.settled?.facts.hash;
  switch (outcome) {
    case 'healed':
      return {
        en: `Healed: three members with one hash (${hash ?? '?'}), one leader, one term.`,
        ko: `복구 완료: 세 멤버의 해시가 같고(${hash ?? '?'}) 리더와 term이 하나입니다.`,
      };
    case 'aborted':
      return {
        en: `Aborted by ${run.abort?.by.name ?? '?'}. \`/pks etcd-status\` shows how the cluster stands.`,
        ko: `${run.abort?.by.name ?? '?'} 님이 중단했습니다. 클러스터 상태는 \`/pks etcd-status\`로 확인하세요.`,
      };
    case 'failed':
      return {
        en: 'Ended without the proof that it holds. `/pks etcd-status` shows how the cluster stands.',
        ko: '안정 상태를 확인하지 못한 채 끝났습니다. `/pks etcd-status`로 상태를 확인하세요.',
      };
    default:
      return outcome satisfies never;
  }
};

const resurrectionWords = (run: Run): string => {
  const back = run.steps
    .filter(s => s.planned.id === 'resurrection-back' || s.planned.id === 'undo-resurrection')
    .at(-1);
  if (factsOf(run)['resurrection-off'] === undefined) return 'untouched';
  return back?.settled?.outcome === 'done'
    ? 'as it was found'
    : 'STILL OFF, Director-wide: bosh update-resurrection on';
};

/** The last entry of a run, with what its summary needs. */
export const finish = async (turn: Turn): Promise<Onward> => {
  const { run, engine } = turn;
  const outcome = outcomeOf(run);
  const gap = engine.eyes.longestQuietMs(run.started.deployment, run.startedAt);
  const written = await write(
    turn,
    [
      {
        kind: 'finished',
        outcome,
        words: wordsOf(run, outcome),
        facts: {
          'hash before':
            run.started.baseline.hash === null
              ? '-'
              : `${run.started.baseline.hash} @ revision ${run.started.baseline.revision}`,
          'hash after': stepOf(run, 'verify')?.settled?.facts.hash
            ? `${stepOf(run, 'verify')?.settled?.facts.hash} @ revision ${stepOf(run, 'verify')?.settled?.facts.revision}`
            : '-',
          'longest write gap seen':
            gap === null
              ? 'not looked at often enough to say'
              : `at most ${(gap / 1000).toFixed(1)} s, as far as revisions were looked at`,
          resurrection: resurrectionWords(run),
        },
      },
    ],
    'finish',
  );
  return written === 'written' ? 'parked' : 'on';
};
