import type { Command } from '../model/command.ts';
import type { Instance } from '../model/instance.ts';
import { oneInstance } from './bosh.ts';
import { quoteArgv } from './quote.ts';
import { scriptText } from './scripts.ts';
import { snapshotClear, snapshotOffer } from './vm.ts';

/** What an installation sets for the snapshots that are kept on the jump host. */
export type SnapshotSettings = {
  /** As the jump host's login sees it. */
  readonly folder: string;
  readonly keepDays: number;
  /** A folder with etcd and etcdctl on the jump host; null: none. */
  readonly etcdBin: string | null;
  /** As in JUMP_HOST. */
  readonly host: string;
};

/** Exported for its tests. */
export type Kept = {
  readonly instance: Instance;
  /** On the VM. */
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  /** A copy is to be restored on the jump host, as of this revision; null: it was, or it can't be. */
  readonly restore: { readonly bin: string; readonly revision: string; readonly compact: string } | null;
};

/** `src/commands/scripts/NAME.sh`, which says what it does. */
const onJumpHost = (name: string) => {
  const text = scriptText(name);
  const lines = `<pks-${name}: ${text.split('\n').length} lines>`;
  return (args: readonly string[], shown: readonly string[] = args): Command => ({
    tool: 'sh',
    argv: ['nice', 'sh', '-c', text, `pks-${name}`, ...args],
    shown: ['nice', 'sh', '-c', lines, `pks-${name}`, ...shown],
    effect: 'changes',
    deadlineSeconds: 1800,
  });
};
const keep = onJumpHost('keep');
const prune = onJumpHost('prune');

const minutes = (days: number): string => String(Math.round(days * 24 * 60));

export const keepSnapshot = (
  deployment: string,
  { instance, path, name, sha256, restore }: Kept,
  { folder, keepDays }: SnapshotSettings,
): Command => {
  const told = [deployment, oneInstance(instance), path, folder, name, sha256, minutes(keepDays)];
  const restored = restore ? [restore.bin, restore.revision, restore.compact] : ['', '', ''];
  const lines = [quoteArgv(snapshotOffer(path)), quoteArgv(snapshotClear(path))];
  return keep([...told, ...lines, ...restored], [...told, ...(restore ? restored : [])]);
};

export const pruneSnapshots = ({ folder, keepDays }: SnapshotSettings): Command =>
  prune([folder, minutes(keepDays)]);
