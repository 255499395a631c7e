import type { Journal } from '../../../src/ports/journal.ts';
import type { RunEvent } from '../../../src/runs/events.ts';

export class ProcessGone extends Error {
  override readonly name = 'ProcessGone';
}

export type When = 'before' | 'after';
/** The nth write of a process, counted from 1, and what is written. */
export type Moment = (nth: number, events: readonly RunEvent[]) => boolean;
/** The journal of a process that is killed at a write, right before or right after it is kept. */
export const dyingAt = (moment: Moment, when: When) => {
  let writes = 0;
  let dead = false;
  let told = () => {};
  const died = new Promise<void>(resolve => {
    told = resolve;
  });
  const die = () => {
    dead = true;
    told();
    throw new ProcessGone(`killed ${when} write ${writes}`);
  };
  const alive = () => {
    if (dead) throw new ProcessGone('this process is dead');
  };
  const wrap = (journal: Journal<RunEvent>): Journal<RunEvent> => ({
    ...journal,
    write: async what => {
      alive();
      writes += 1;
      const fatal = moment(writes, what.events);
      if (fatal && when === 'before') die();
      const written = await journal.write(what);
      if (fatal && when === 'after') die();
      return written;
    },
    read: async (run, after) => {
      alive();
      return journal.read(run, after);
    },
    renew: async lease => {
      alive();
      return journal.renew(lease);
    },
    claim: async run => {
      alive();
      return journal.claim(run);
    },
    // A dead process releases nothing.
    release: async () => alive(),
  });
  return { wrap, died, writes: () => writes };
};
