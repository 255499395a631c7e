import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const startsWithinMs = 3_000;

/** Where bots have their jump host's folder, each in turn where they have separate ones. */
export const jumpFolders = ['bot/jump-host', 'bot/jump-host-2'] as const;

/** The jump host is rebuilt, or its folder emptied: what runs there goes on without a record. */
export const loseJumpHost = (folder: string): void => {
  for (const each of jumpFolders) rmSync(join(folder, each, 'fence'), { recursive: true, force: true });
};

/** Kills the command under the point's claim with everything it started, as an operator on the jump host might. False:
 *  there was nothing left to kill. */
export const killCommand = async (folder: string, point: string): Promise<boolean> => {
  const claim = point.split(' ').at(-1) ?? '';
  const read = (at: string) =>
    readFile(join(folder, at, 'fence/runs', claim, 'group'), 'utf8').catch(() => '');
  let group = '';
  // It may not have been started yet.
  for (const deadline = Date.now() + startsWithinMs; group === '' && Date.now() < deadline; await sleep(5))
    group = (await Promise.all(jumpFolders.map(read))).join('');
  const pid = Number(group.split(':')[0]);
  if (!(pid > 1)) return false;
  try {
    process.kill(-pid, 'SIGKILL');
    return true;
  } catch {
    // It has ended by itself.
    return false;
  }
};

/** The sweep itself, which reads the journal too: nobody would tell what happened if its own connection were cut. */
export const sweeper = 'crash-sweep';

/** Ends every connection that the bots have to their database; answers whether there was any. */
export const cutDatabase = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    const cut = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'pks-rescue %' and application_name <> $1`,
      [`pks-rescue ${sweeper}`],
    );
    return (cut.rowCount ?? 0) > 0;
  } finally {
    await client.end().catch(() => {});
  }
};
