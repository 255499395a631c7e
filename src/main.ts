import 'dotenv/config';
import { startBot } from './bot.ts';
import { ConfigTrouble, readConfig } from './config.ts';

const log = (line: string) => console.log(`${new Date().toISOString()} ${line}`);

const start = async (): Promise<void> => {
  const bot = await startBot(readConfig(), log);
  log('pks-rescue listens');
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log(`${signal}: takes nothing new, lets what runs go on, stops`);
    await bot.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
};

// A socket library that throws where nobody can catch it must not leave half a bot behind: leave, be started again, resume.
process.on('unhandledRejection', reason => {
  log(
    `stopped by an error nobody caught: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`,
  );
  process.exit(1);
});

await start().catch(error => {
  console.error(
    error instanceof ConfigTrouble || !(error instanceof Error)
      ? String(error instanceof Error ? error.message : error)
      : error.message,
  );
  process.exit(1);
});
