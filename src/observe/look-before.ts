import { isMissed, type Missed } from '../readings/reading.ts';
import { isLoginFailure } from '../readings/trouble-govc.ts';
import type { Need, Step, StepContext } from '../runbooks/runbook.ts';

const wasRefused = ({ vms }: StepContext): boolean => Object.values(vms).some(isLoginFailure);

/**
 * The world right before an act. One bad look wakes nobody and voids nothing: a timeout, a dropped ssh session or a
 * compaction between two hashes is over at the next one, so what speaks against the step is read once more, and the second
 * look counts. A login that vCenter refused is not tried again: accounts lock.
 */
export const lookBefore = async (
  read: (needs: readonly Need[]) => Promise<StepContext | Missed>,
  step: Step,
  speaksAgainst: (context: StepContext) => boolean,
): Promise<StepContext | Missed> => {
  const look = () => read(['director', ...(step.needs ?? [])]);
  const first = await look();
  if (!isMissed(first) && (wasRefused(first) || !speaksAgainst(first))) return first;
  return look();
};
