import 'dotenv/config';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from './app/bot.ts';
import { keepCompiled } from './app/compile-cache.ts';
import { whyNotOurs } from './app/own-places.ts';
import { rawDataDir } from './data-dir.ts';

const notOurs = whyNotOurs(rawDataDir());
if (notOurs !== null) {
  console.error(`The bot does not use DATA_DIR: ${notOurs}. Nothing was started.`);
  process.exit(78);
}
// Before the house is loaded, or there is nothing to keep.
keepCompiled(join(rawDataDir(), 'cache'));
const { startBot } = await import('./app/bot.ts');
const { ForeignConnection } = await import('./app/guards.ts');
const { ConfigTrouble, readConfig } = await import('./config.ts');

const { secretsOf } = await import('./app/config-secrets.ts');
const { botLog } = await import('./app/log.ts');
const { createRedactor } = await import('./readings/redact.ts');

const redact = createRedactor({ secrets: [] });
const log = botLog(text => redact.text(text));
const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

let bot: Bot | null = null;
let stopping = false;

/** EX_CONFIG: no supervisor should start the bot again before a person has acted (pks-rescue.service). */
const notAgain = 78;
/** Less than a supervisor's thirty seconds. */
const stopMs = 25_000;

const stop = async (why: string, exitCode: number): Promise<void> => {
  if (stopping) return;
  stopping = true;
  log(`${why}: takes nothing new, lets what runs go on, stops`);
  const stopped = bot?.stop().catch(error => log(`while it stopped: ${wordsOf(error)}`));
  await Promise.race([stopped, sleep(stopMs)]);
  process.exit(exitCode);
};

// A library that throws where nobody can catch it must not leave half a bot behind: leave, be started again, resume.
process.on('unhandledRejection', reason => {
  if (bot?.survives(reason)) return log(`Slack's connection was lost and is made anew: ${String(reason)}`);
  log(`stopped by an error nobody caught: ${wordsOf(reason)}`);
  process.exit(1);
});
process.on('SIGTERM', () => void stop('SIGTERM', 0));
process.on('SIGINT', () => void stop('SIGINT', 0));

try {
  const config = readConfig();
  redact.learn(secretsOf(config));
  bot = await startBot(config, log);
  flushCompileCache(); // now, so that a bot that is killed leaves it too
  log('pks-rescue listens');
  void bot.mayNotGoOn.then(why => stop(why, notAgain));
  void bot.startAnew.then(why => stop(why, 1));
} catch (error) {
  console.error(error instanceof ConfigTrouble || error instanceof Error ? error.message : String(error));
  process.exit(error instanceof ForeignConnection ? notAgain : 1);
}
