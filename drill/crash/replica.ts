import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { connectJumpHost } from '../../src/adapters/jump-host/connect.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { startBot } from '../../src/app/bot.ts';
import { readConfig } from '../../src/config.ts';
import { type At, stoppingJournal, stoppingJumpHost } from './points.ts';
import { startNow } from './replicas.ts';

/** One replica of the crash sweep: the whole bot, which asks its parent at every point whether it lives on. */
const [jumpFolder] = process.argv.slice(2);
let asked = 0;
const waiting = new Map<number, () => void>();
process.on('message', (id: number) => {
  waiting.get(id)?.();
  waiting.delete(id);
});
process.on('disconnect', () => process.exit(1));

const at: At = point =>
  new Promise(resolve => {
    const id = ++asked;
    waiting.set(id, resolve);
    process.send?.({ id, point });
  });

process.on('unhandledRejection', reason => {
  console.error(`unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
  process.exit(1);
});

// A spare has all of the bot in memory and waits to be needed.
await new Promise<void>(resolve => waiting.set(startNow, resolve));

const bot = await startBot(readConfig(), line => console.log(line), {
  clock: systemClock,
  openJournal: async options => stoppingJournal(await openJournal(options), at),
  connectJumpHost: async (spec, options) =>
    stoppingJumpHost(await connectJumpHost(spec, { ...options, folder: jumpFolder ?? options.folder }), at),
});
process.send?.({ id: 0, point: 'listens' });
process.on('SIGTERM', () => void bot.stop().finally(() => process.exit(0)));
