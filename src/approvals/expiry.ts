import type { RunEvent } from '../runs/events.ts';
import type { Run } from '../runs/run.ts';
import { hasExpired } from '../runs/step-run.ts';
import { waitingStep } from './calling.ts';

export type Expiry = {
  /** An ask for approval is void after so long. */
  readonly expiresMinutes: number;
  /** A run that nobody answers ends after so long. */
  readonly endsHours: number;
};

/**
 * What the time alone decides of an ask, by the store's clock: its approvals are lost, then its run ends. Never anything that
 * lets a command run, and nothing while the run itself keeps members down: whoever ends that outage must find the ask.
 */
export const dueExpiry = (run: Run, now: number, { expiresMinutes, endsHours }: Expiry): RunEvent | null => {
  const step = waitingStep(run);
  if (!step?.asked || step.asked.ownOutage) return null;
  const waited = now - step.asked.at;
  const ask = { step: step.planned.id, attempt: step.attempt };
  if (waited >= endsHours * 3_600_000) return { kind: 'unanswered', ...ask, hours: endsHours };
  const approves = step.asked.options.includes('approve') && !hasExpired(step);
  return approves && waited >= expiresMinutes * 60_000 ? { kind: 'expired', ...ask } : null;
};
