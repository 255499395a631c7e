import { pruneSnapshots } from '../commands/keep-snapshot.ts';
import type { Engine } from '../engine/engine.ts';

const hourMs = 3_600_000;

/** Removes the snapshots on the jump host that are older than they are kept. Once an hour, whoever of several bots is first. */
export const pruneKept = async ({
  jumpHost,
  journal,
  settings,
  log,
}: Pick<Engine, 'jumpHost' | 'journal' | 'settings' | 'log'>): Promise<void> => {
  const hour = Math.floor((await journal.now()) / hourMs);
  const ran = await jumpHost.run(pruneSnapshots(settings.snapshots), { claim: `prune-snapshots.${hour}` });
  if (ran.end === 'not-started') return; // another bot did, or the jump host is away and the next hour finds it
  const removed = ran.stdout.split('\n').filter(line => line !== '');
  if (removed.length > 0)
    log(
      `snapshots older than ${settings.snapshots.keepDays} days are removed from the jump host: ${removed.join(', ')}`,
    );
  if (ran.end !== 'exited' || ran.exitCode !== 0)
    log(
      `old snapshots in ${settings.snapshots.folder} on the jump host could not all be removed (${ran.why ?? `exit ${ran.exitCode}`}): ${ran.stderr.trim().slice(0, 300)}. They hold every Secret of their cluster: remove them by hand`,
    );
};
