import { isMissed, type Missed } from '../readings/reading.ts';
import { isLoginFailure } from '../readings/trouble-govc.ts';
import type { Need, Scene, Step } from '../runbooks/runbook.ts';

const wasRefused = ({ vms }: Scene): boolean => Object.values(vms).some(isLoginFailure);

/**
 * The world right before an act. One bad look wakes nobody and voids nothing: a timeout, a dropped ssh session or a
 * compaction between two hashes is over at the next one, so what speaks against the step is read once more, and the second
 * look counts. A login that vCenter refused is not tried again: accounts lock.
 */
export const lookBefore = async (
  read: (needs: readonly Need[]) => Promise<Scene | Missed>,
  step: Step,
  speaksAgainst: (scene: Scene) => boolean,
): Promise<Scene | Missed> => {
  const look = () => read(['director', ...(step.needs ?? [])]);
  const first = await look();
  if (!isMissed(first) && (wasRefused(first) || !speaksAgainst(first))) return first;
  return look();
};
