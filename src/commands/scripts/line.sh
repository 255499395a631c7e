#!/bin/sh
# line.sh DEPLOYMENT INSTANCE LEASE, on the jump host: holds a login to one VM open, over which ssh can ask things. Prints its
# folder, and `ready`. What bosh says goes into a file there: on a broken pipe it would leave its user on the VM.
umask 077
D=$(mktemp -d "${TMPDIR:-/tmp}/pks-XXXXXX") || exit 11
trap 'rm -rf "$D"' EXIT
trap : TERM INT HUP PIPE
bosh -d "$1" ssh "$2" --opts=-oConnectTimeout=5 --opts=-oControlMaster=yes --opts=-oControlPath="$D/s" \
  --opts=-oServerAliveCountMax=1 -c "$3" </dev/null >"$D/said" 2>&1 & C=$!
echo "folder $D"
until grep -qs ready "$D/said"; do
  kill -0 $C 2>/dev/null || break
  sleep 0.1
done
# Without a socket bosh holds a login that nothing can be asked over.
if test -S "$D/s"; then echo ready; else kill $C 2>/dev/null; fi
while kill -0 $C 2>/dev/null; do wait $C; done
