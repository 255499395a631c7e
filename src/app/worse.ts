import { verdictOf } from '../cluster/verdict.ts';
import type { Observed } from '../desk/desk-types.ts';
import type { Engine } from '../engine/engine.ts';
import { healthyIn } from '../messages/quorum.ts';
import { isAnswered } from '../runs/next.ts';
import { currentStep, isUnfinished, type Run } from '../runs/run.ts';
import type { Words } from '../words.ts';

/** Fewer healthy masters than the run's own last look saw; where that is not known, than when it was started. */
export const isWorse = ({ observer }: Pick<Engine, 'observer'>, { run, verdict }: Observed): boolean => {
  if (run === null) return false;
  const seen = observer.lastSeen(run.id);
  const before = seen === null ? run.started.verdict.healthy.length : healthyIn(verdictOf(seen));
  return healthyIn(verdict) < before;
};

/** An approval that is waited for is for another state: the ask is void, and the run looks anew. */
export const warn = async (
  engine: Pick<Engine, 'tell' | 'journal'>,
  run: Run,
  sentence: Words,
): Promise<void> => {
  engine.tell(run.id, {
    en: `While this run waits it became worse. ${sentence.en}`,
    ko: `복구가 대기하는 동안 상태가 나빠졌습니다. ${sentence.ko}`,
  });
  const step = currentStep(run);
  const asks = step?.asked?.ask === 'approve' || step?.asked?.ask === 'approve-or-skip';
  if (step?.state !== 'asking' || !asks || isUnfinished(step) || isAnswered(step)) return;
  await engine.journal.write({
    run: run.id,
    events: [{ kind: 'voided', step: step.planned.id, attempt: step.attempt, differences: [sentence] }],
    as: { expectSeq: run.seq },
    then: 'wake',
  });
};
