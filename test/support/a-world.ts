import { setTimeout as sleep } from 'node:timers/promises';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { connectJumpHost } from '../../src/adapters/jump-host/connect.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import type { World } from '../../src/app/stores.ts';
import { JournalTrouble } from '../../src/ports/journal.ts';
import { same } from '../../src/words.ts';

/** A world whose disk can be full, whose store can be slow or held, whose host clock can jump, and where time
 *  can have passed, by so many ms each. */
export const aWorld = () => {
  const at = { full: false, slow: 0, held: Promise.resolve(), jump: 0, passed: 0 };
  const full = () => {
    if (at.full)
      throw new JournalTrouble({
        trouble: 'full',
        place: 'the journal of a test',
        words: same('The journal’s disk is full.'),
      });
  };
  const now = () => Date.now() + at.jump + at.passed;
  const monotonicMs = () => Number(process.hrtime.bigint() / 1_000_000n) + at.passed;
  const world: World = {
    clock: { ...systemClock, now, elapsed: () => systemClock.elapsed() + at.passed },
    connectJumpHost,
    openJournal: async options => {
      const journal = await openJournal({
        ...options,
        clock: { bootId: () => 'boot', monotonicMs, wallMs: now },
      });
      const unlessFull =
        <A extends unknown[], T>(act: (...args: A) => Promise<T>) =>
        async (...args: A): Promise<T> => {
          await Promise.all([sleep(at.slow), at.held]);
          full();
          return act(...args);
        };
      return {
        ...journal,
        open: unlessFull(journal.open),
        write: unlessFull(journal.write),
        claim: unlessFull(journal.claim),
        remember: unlessFull(journal.remember),
        savePosted: unlessFull(journal.savePosted),
      };
    },
  };
  return { at, world };
};
