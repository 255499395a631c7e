#!/bin/sh
# For a snapshot's restore into a throw-away member. It listens on sockets in a folder of mode 0700 and on no port at all:
# nothing can collide with it, and nobody but its owner can reach the Secrets that it serves.
# Every process of it is known to who has to kill it: T is its folder, P etcd, C the etcdctl at work, G the guard.
T= P= C= G=

# Kills the throw-away member and removes its folder; for a trap.
tidy() {
  [ -z "$T" ] || { mv "$T" "$T.gone"; C="$C $(cat "$T.gone/pids")"; } 2>/dev/null
  kill -9 $P $C $G 2>/dev/null
  P= C= G=
  [ -z "$T" ] || rm -rf "$T" "$T.gone"
}
# tied COMMAND...: becomes the command once T tells its process number, and ends where T has gone. So both tidy and the guard
# know a process that the script itself had no time to note; they move T away first, and then kill what it told: nothing can
# start in between.
tied() { exec sh -c 'echo $$ >"$0/pids" && [ -e "$0/pids" ] && exec nice -n 19 "$@"' "$T" "$@"; }
trap tidy EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM

. ./field.sh
free_kb() { df -Pk "$1" | tail -n 1 | { read -r _ _ _ K _; echo "$K"; }; }

# throw_away FILE FOLDER BIN REVISION COMPACT: sets H to `endpoint hashkv -w json` at REVISION, or to nothing. COMPACT is the
# live member's compact revision: a restored one finishes a compaction that was under way right after its start.
throw_away() {
  T=$2
  rm -rf "$T" "$T.gone"
  mkdir -m 0700 "$T" && cd "$T" || return
  # Where the script is killed by SIGKILL a guard in a session of its own tidies within a second.
  D=
  command -v setsid >/dev/null && D=setsid
  $D sh -c 'while kill -0 "$1"; do sleep 0.5; done
    mv "$2" "$2.gone"; kill -9 $(cat "$2.gone/pids"); rm -rf "$2" "$2.gone"' guard $$ "$T" </dev/null >/dev/null 2>&1 & G=$!
  # Nothing listens there: a member has to have a name for its peers.
  U=http://127.0.0.1:1
  tied env ETCDCTL_API=3 "$3/etcdctl" snapshot restore "$1" --data-dir "$T/data" --name throw-away \
    --initial-cluster throw-away=$U --initial-advertise-peer-urls $U >"$T/log" 2>&1 & C=$!
  wait $C || { tail -n 3 "$T/log"; return; }
  C=
  tied "$3/etcd" --name throw-away --data-dir "$T/data" --listen-client-urls unix://client:1 --advertise-client-urls $U \
    --listen-peer-urls unix://peer:1 --initial-advertise-peer-urls $U --initial-cluster throw-away=$U >"$T/log" 2>&1 & P=$!
  I=0
  H=
  while [ $I -lt 120 ] && kill -0 $P 2>/dev/null; do
    I=$((I + 1))
    H=$(ETCDCTL_API=3 "$3/etcdctl" --endpoints=unix://client:1 --command-timeout=5s endpoint hashkv --rev="$4" -w json 2>/dev/null) || H=
    [ -n "$H" ] && { [ "$(field compact_revision "$H")" = "$5" ] || [ $I -gt 20 ]; } && break
    sleep 0.25
  done
  [ -n "$H" ] || tail -n 3 "$T/log"
  cd /
  tidy
}
