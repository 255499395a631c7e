#!/bin/sh
# What doctor asks of the jump host itself. $1: the bbr script, $2: where snapshots are kept, $3: the folder of etcdctl or ''.
# dash's command -v also finds a file that cannot be run.
runs() {
  if P=$(command -v "$1") && [ -x "$P" ]; then echo "$2 yes"; else echo "$2 no"; fi
}
runs "$1" bbr
runs "${3:+$3/}etcdctl" etcdctl
D=$2
while [ ! -d "$D" ]; do D=$(dirname "$D"); done
df -Pk "$D" | tail -n 1 | { read -r _ _ _ K _; echo "free $K"; }
echo "now $(date +%s)"
