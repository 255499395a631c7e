import type { Command } from '../model/command.ts';

/** The owner's backup script, e.g. ./bbr_pks_one_cluster_backup.sh; its path and leading arguments come from BBR_SCRIPT. */
export const bbrBackup = (
  script: readonly [string, ...string[]],
  deployment: string,
  silenceSeconds?: number,
): Command => ({
  tool: 'bbr',
  argv: [...script, deployment],
  effect: 'changes',
  deadlineSeconds: 4 * 3600,
  silenceSeconds,
});
