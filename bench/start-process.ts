import { startBot } from '../src/app/bot.ts';
import { readConfig } from '../src/config.ts';

/** A bot that starts, says how long it took, and stops. */
const began = performance.now();
const bot = await startBot(readConfig(), () => {});
process.send?.({ startMs: performance.now() - began, processMs: performance.now() });
await bot.stop();
process.exit(0);
