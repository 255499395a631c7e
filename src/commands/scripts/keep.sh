#!/bin/sh
# keep.sh DEPLOYMENT INSTANCE FILE-ON-VM FOLDER NAME SHA256 MINUTES OFFER CLEAR BIN REVISION COMPACT, on the jump host.
# Brings a snapshot from a master: a folder of 0700, the file 0600, its sum compared, and only then the VM's own copy removed.
# OFFER and CLEAR are lines for the VM. Where BIN names a folder with etcd and etcdctl a copy is restored here. Run again it
# goes on with the file that it has. Ends with 11: no folder, 12: not copied, 13: the sum is another.
set -u
umask 077
X=$1 M=$2 V=$3 W=$4 N=$5 SUM=$6 MINUTES=$7 OFFER=$8 CLEAR=$9
shift 9
BIN=$1 R=$2 Q=$3
H=
. ./throw-away.sh
. ./prune-function.sh
sum() { sha256sum "$1" 2>/dev/null | cut -d' ' -f1; }
mkdir -p "$W" && chmod 0700 "$W" && cd "$W" && W=$PWD || exit 11
trap 'tidy; rm -f "$W/$N.part"' EXIT
prune "$W" "$MINUTES" >/dev/null 2>&1

if [ "$(sum "$N")" != "$SUM" ]; then
  echo '@@ copy'
  bosh -d "$X" ssh "$M" --opts=-oConnectTimeout=5 --results --json -c "$OFFER" >/dev/null 2>&1 || echo "$V could not be handed to bosh_sudoers"
  bosh -n -d "$X" scp "$M:$V" "$W/$N.part" 2>&1 || exit 12
  echo '@@ file'; sum "$N.part"
  [ "$(sum "$N.part")" = "$SUM" ] || exit 13
  chmod 0600 "$N.part" && mv "$N.part" "$N" || exit 11
fi
echo '@@ kept'; echo "$W/$N"
echo '@@ day'; date -u +%Y-%m-%d
echo '@@ vm'
if bosh -d "$X" ssh "$M" --opts=-oConnectTimeout=5 --results --json -c "$CLEAR" >/dev/null 2>&1; then echo removed; else echo there; fi

[ -n "$BIN" ] || { echo '@@ end'; exit; }
K=$(free_kb .)
S=$((($(wc -c <"$N") + 1023) / 1024))
if [ "$K" -lt $((3 * S)) ]; then
  echo '@@ not-tried'; echo "$K $S"
else
  echo '@@ restore'; throw_away "$W/$N" "$W/$N.throw-away" "$BIN" "$R" "$Q"
  echo '@@ restored'; echo "$H"
fi
echo '@@ end'
