/** Stand-in for the owner's bbr_pks_one_cluster_backup.sh: the runbook's own output, and its own failure. */
import { argv, env, exit, stderr, stdout } from 'node:process';
import { runBackup } from './bbr/backup.ts';

const streams = {
  out: (text: string) => void stdout.write(text),
  err: (text: string) => void stderr.write(text),
};
const exitCode = await runBackup(argv.slice(2), env, streams);
stdout.write('', () => exit(exitCode));
