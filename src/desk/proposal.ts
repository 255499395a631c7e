import type { PlannedStep } from '../runs/events.ts';
import type { Desk, Observed } from './desk-types.ts';

/** What `recover` would do with what was seen; nothing where nothing is proposed. */
export const proposal = (desk: Pick<Desk, 'plan'>, looked: Observed): readonly PlannedStep[] => {
  const { proposed } = looked.verdict;
  const planned = proposed ? desk.plan(looked, proposed) : null;
  return planned?.ok ? planned.plan : [];
};
