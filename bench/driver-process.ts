import { openJournal } from '../src/adapters/journal/open-journal.ts';
import { systemClock } from '../src/adapters/system-clock.ts';
import { startDriver } from '../src/engine/driver.ts';
import type { Engine } from '../src/engine/engine.ts';
import { leaseMs } from '../src/engine/keep-lease.ts';
import type { RunEvent } from '../src/runs/events.ts';
import { parseEvent } from '../src/runs/parse-event.ts';

/** A process that drives runs as the bot does, and whose first move never ends. Says when it has one. */
const [dataDir = '', databaseUrl = '', host = 'this'] = process.argv.slice(2);
const journal = await openJournal<RunEvent>({
  dataDir,
  ...(databaseUrl ? { databaseUrl } : {}),
  holder: `bench-${process.pid}`,
  leaseMs,
  parse: parseEvent,
  // Of another host nothing is known but that its lease runs out.
  ...(host === 'this' ? {} : { processes: { own: `${host}-${process.pid}`, isGone: () => false } }),
});
const driven: Pick<Engine, 'journal' | 'clock' | 'log'> = {
  clock: systemClock,
  log: () => {},
  journal: {
    ...journal,
    read: () => new Promise(() => {}),
    claim: async run => {
      const lease = await journal.claim(run);
      if (lease) process.send?.('has it');
      return lease;
    },
  },
};
// What a move needs of the world is never reached: the first thing that a driver does is to read, and that never ends.
startDriver(driven as Engine);
process.send?.('looks');
