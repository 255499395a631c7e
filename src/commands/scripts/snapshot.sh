#!/bin/sh
# snapshot.sh FILE: saves a snapshot there, 0600, and prints what proves it: its size and sha256 trailer, the live member's
# revision before and after, its hash at the snapshot's own revision, and that of a restored copy. `snapshot status` only tells
# the revision: it accepts a flipped file. Ends with 11: no folder, 12: not saved, 13: not readable, 14: no room.
set -u
umask 077
F=$1
W=${F%/*}
B=/var/vcap/packages/etcd/bin
H=
E='env ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl --command-timeout=60s'
. ./throw-away.sh
trap 'tidy; rm -f "$F.part"' EXIT
mkdir -p "$W" && chmod 0700 "$W" || exit 11

# Room for the db and a tenth of it, in KiB.
S=$($E endpoint status -w json 2>/dev/null)
N=$(field dbSize "$S")
N=$(((${N:-0} + 1023) / 1024))
K=$(free_kb "$W")
echo '@@ before'; field revision "$S"
echo '@@ room'; echo "$K $N"
[ "$K" -gt $((N + N / 10)) ] || exit 14

# Saved again where a compaction came in between, because two hashes compare only at one compact revision.
for _ in 1 2 3; do
  Q=$(field compact_revision "$($E endpoint hashkv -w json 2>/dev/null)")
  echo '@@ save'
  $E snapshot save "$F" 2>&1 & C=$!
  wait $C || { C=; exit 12; }
  C=
  V=$(field revision "$(ETCDCTL_API=3 nice -n 19 $B/etcdctl snapshot status "$F" -w json 2>/dev/null)")
  [ -n "$V" ] || exit 13
  [ "$V" -gt 0 ] || V=1
  L=$($E endpoint hashkv --rev="$V" -w json 2>/dev/null)
  [ -n "$Q" ] && [ "$(field compact_revision "$L")" = "$Q" ] && break
done
echo '@@ after'; field revision "$($E endpoint status -w json 2>/dev/null)"

N=$(($(wc -c <"$F")))
echo '@@ size'; echo "$N"
# The last 32 bytes are the sha256 of what stands before them.
echo '@@ trailer'; tail -c 32 "$F" | od -An -v -tx1 | tr -d ' \n'; echo
echo '@@ computed'; head -c $((N - 32)) "$F" | sha256sum | cut -d' ' -f1
echo '@@ file'; sha256sum "$F" | cut -d' ' -f1
echo '@@ revision'; echo "$V"
echo '@@ live'; echo "$L"

# No copy is restored unless three times the db is free.
N=$(((N + 1023) / 1024))
if [ "$K" -lt $((3 * N)) ]; then echo '@@ not-tried'; echo "$K $N"; echo '@@ end'; exit; fi
echo '@@ restore'; throw_away "$F" "$F.throw-away" "$B" "$V" "$(field compact_revision "$L")"
echo '@@ restored'; echo "$H"
echo '@@ end'
