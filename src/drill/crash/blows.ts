import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Kills the command under the point's claim with everything it started, as an operator on the jump host might. */
export const killCommand = async (folder: string, point: string): Promise<void> => {
  const claim = point.split(' ').at(-1) ?? '';
  const group = await readFile(join(folder, 'bot/jump-host/fence/runs', claim, 'group'), 'utf8').catch(
    () => '',
  );
  const pid = Number(group.split(':')[0]);
  if (!(pid > 1)) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
};

/** Ends every connection that the bots have to their database. */
export const cutDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pks-rescue' and pid <> pg_backend_pid()`,
    );
  } finally {
    await client.end().catch(() => {});
  }
};
