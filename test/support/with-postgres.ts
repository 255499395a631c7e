import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPostgres } from './postgres.ts';

/** `node test/support/with-postgres.ts npm run test:postgres`: runs a command with DATABASE_URL of a throw-away server. */
const [command, ...args] = process.argv.slice(2);
if (!command) throw new Error('Name the command that needs DATABASE_URL.');
const postgres = await startPostgres();
try {
  const env = { ...process.env, DATABASE_URL: postgres.url };
  const [code] = await once(spawn(command, args, { stdio: 'inherit', env }), 'exit');
  process.exitCode = code ?? 1;
} finally {
  await postgres.stop();
}
