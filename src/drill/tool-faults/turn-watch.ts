import type { RunEvent } from '../../runs/events.ts';
import type { Journal } from '../../world.ts';
import { isStep } from './cases.ts';

/** Told the moment a run comes to the step of the case: its card is written, or its command is about to begin. */
export type AtTurn = (event: Extract<RunEvent, { kind: 'asked' | 'began' }>) => Promise<void>;

/** A journal that tells when the step's turn has come; before what was written is answered. */
export const watchTurn = (journal: Journal<RunEvent>, step: string, atTurn: AtTurn): Journal<RunEvent> => {
  const came: string[] = [];
  let told = false;
  const write: typeof journal.write = async order => {
    const written = await journal.write(order);
    if (!written.ok) return written;
    for (const event of order.events) {
      if (event.kind !== 'asked' && event.kind !== 'began') continue;
      const here = isStep(step, event.step, came);
      came.push(event.step);
      if (!here || told || (event.kind === 'asked' && event.ask === 'stuck')) continue;
      told = true;
      await atTurn(event);
    }
    return written;
  };
  // The journal's own methods, but for one.
  return { ...journal, write };
};
