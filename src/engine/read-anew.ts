import { windingDown } from '../runs/next.ts';
import type { StepRun } from '../runs/run.ts';
import { declaredStep, versionOf } from '../runs/steps.ts';
import type { Words } from '../words.ts';
import type { Turn } from './engine.ts';
import { write } from './write.ts';

/** What an older bot read is read again before anything rests on it: nobody can tell what its answer was made of. */
const readByAnother = ({ run, engine }: Turn): StepRun | null =>
  run.steps.find(({ planned, state, settled, began }) => {
    if (planned.kind !== 'read' || state !== 'settled' || settled?.outcome !== 'done') return false;
    const now = declaredStep(run, engine.runbooks, planned.id);
    return now !== null && versionOf(now) !== (began?.declared ?? versionOf(planned));
  }) ?? null;

/** Has one of the run's readings to be read again first? Then it is that step's turn. */
export const readAnew = async (turn: Turn): Promise<boolean> => {
  const at = windingDown(turn.run) ? null : readByAnother(turn);
  if (at === null) return false;
  const words: Words = {
    en: 'another version of this bot read it; it is read again before anything rests on it',
    ko: '다른 버전의 봇이 읽은 값이므로 사용하기 전에 다시 읽습니다',
  };
  const { planned, attempt } = at;
  await write(turn, [{ kind: 'voided', step: planned.id, attempt, differences: [words] }], 'unmoved');
  return true;
};
