import type { Command } from '../model/command.ts';
import type { Instance } from '../model/instance.ts';
import { oneInstance } from './bosh.ts';
import { quoteArgv } from './quote.ts';
import { throwAwayLines } from './throw-away.ts';
import { snapshotClear, snapshotOffer } from './vm.ts';

/** $1 folder, $2 minutes: removes the snapshots there that are older, and says which. */
const pruneScript = `[ ! -d "$1" ] || find "$1" -maxdepth 1 -type f '(' -name '*.db' -o -name '*.db.part' ')' -mmin "+$2" -print -exec rm -f '{}' ';'`;

/**
 * Brings a snapshot from a master to the jump host: a folder of 0700, the file 0600, its sum compared, and only then the
 * VM's own copy removed. Where BIN names a folder with etcd and etcdctl a copy is restored here. Run again it goes on with
 * the file that it has.
 */
const keepScript = `set -u; umask 077
X=$1 M=$2 V=$3 W=$4 N=$5 SUM=$6 MINUTES=$7 OFFER=$8 CLEAR=$9; shift 9; BIN=$1 R=$2 Q=$3; H=
${throwAwayLines}
sum() { sha256sum "$1" 2>/dev/null | cut -d' ' -f1; }
mkdir -p "$W" && chmod 0700 "$W" && cd "$W" && W=$PWD || exit 11
trap 'tidy; rm -f "$W/$N.part"' EXIT
prune() { ${pruneScript}; }
prune "$W" "$MINUTES" >/dev/null 2>&1
if [ "$(sum "$N")" != "$SUM" ]; then
  echo '@@ copy'
  bosh -d "$X" ssh "$M" --results --json -c "$OFFER" >/dev/null 2>&1 || echo "$V could not be handed to bosh_sudoers"
  bosh -n -d "$X" scp "$M:$V" "$W/$N.part" 2>&1 || exit 12
  echo '@@ file'; sum "$N.part"
  [ "$(sum "$N.part")" = "$SUM" ] || exit 13
  chmod 0600 "$N.part" && mv "$N.part" "$N" || exit 11
fi
echo '@@ kept'; echo "$W/$N"
echo '@@ day'; date -u +%Y-%m-%d
echo '@@ vm'; if bosh -d "$X" ssh "$M" --results --json -c "$CLEAR" >/dev/null 2>&1; then echo removed; else echo there; fi
[ -n "$BIN" ] || { echo '@@ end'; exit; }
K=$(free_kb .); S=$((($(wc -c <"$N") + 1023) / 1024))
if [ "$K" -lt $((3 * S)) ]; then echo '@@ not-tried'; echo "$K $S"
else
  echo '@@ restore'; throw_away "$W/$N" "$W/$N.throw-away" "$BIN" "$R" "$Q"
  echo '@@ restored'; echo "$H"
fi
echo '@@ end'`;

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

const onJumpHost = (
  script: string,
  name: string,
  args: readonly string[],
  shown: readonly string[] = args,
): Command => ({
  tool: 'sh',
  argv: ['nice', 'sh', '-c', script, name, ...args],
  shown: ['nice', 'sh', '-c', `<${name}: ${script.split('\n').length} lines>`, name, ...shown],
  effect: 'changes',
  deadlineSeconds: 1800,
});

const minutes = (days: number): string => String(Math.round(days * 24 * 60));

export const keepSnapshot = (
  deployment: string,
  { instance, path, name, sha256, restore }: Kept,
  { folder, keepDays }: SnapshotSettings,
): Command => {
  const told = [deployment, oneInstance(instance), path, folder, name, sha256, minutes(keepDays)];
  const restored = restore ? [restore.bin, restore.revision, restore.compact] : ['', '', ''];
  const lines = [quoteArgv(snapshotOffer(path)), quoteArgv(snapshotClear(path))];
  return onJumpHost(
    keepScript,
    'pks-keep',
    [...told, ...lines, ...restored],
    [...told, ...(restore ? restored : [])],
  );
};

export const pruneSnapshots = ({ folder, keepDays }: SnapshotSettings): Command =>
  onJumpHost(pruneScript, 'pks-prune', [folder, minutes(keepDays)]);
