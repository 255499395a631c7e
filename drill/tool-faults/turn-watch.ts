import type { Journal } from '../../src/ports/journal.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { isStep } from './cases.ts';

export type Turn = {
  /** Told the moment a run comes to the step of the case: its card is written, or its command is about to begin. */
  readonly atTurn: (event: Extract<RunEvent, { kind: 'asked' | 'began' }>) => Promise<void>;
  /** The step is settled, whatever came of it. */
  readonly turnOver: () => void;
};

/** A journal that tells when the step's turn has come and when it is over; before what was written is answered. */
export const watchTurn = (
  journal: Journal<RunEvent>,
  step: string,
  { atTurn, turnOver }: Turn,
): Journal<RunEvent> => {
  const came: string[] = [];
  let its: string | null = null;
  const hear = async (event: RunEvent): Promise<void> => {
    if (event.kind === 'settled' && event.step === its) turnOver();
    if (event.kind !== 'asked' && event.kind !== 'began') return;
    const here = isStep(step, event.step, came);
    came.push(event.step);
    if (!here || its !== null || (event.kind === 'asked' && event.ask === 'stuck')) return;
    its = event.step;
    await atTurn(event);
  };
  const write: typeof journal.write = async order => {
    const written = await journal.write(order);
    if (written.ok) for (const event of order.events) await hear(event);
    return written;
  };
  // The journal's own methods, but for one.
  return { ...journal, write };
};
