#!/bin/sh
# The command fence of pks-rescue: starts a command at most once under a name (a claim), detached, so that it outlives
# the bot and the ssh connection, with its output and exit code in files that another process can follow.
# Plain POSIX sh; needs ln, readlink, sync, setsid, head, tail, wc, sleep, mkdir, rm, mv, date, find, env, cat, uname
# (and perl where there is no setsid, ps where there is no /proc: macOS).
#
#   sh fence.sh place  FOLDER ID    whose record this is; a folder that has no identity yet gets this one
#   sh fence.sh start  FOLDER NAME durable|volatile DEADLINE GRACE BYTES [PLACE] -- PROGRAM ARGS...
#            its environment comes on stdin, BYTES of `export NAME=VALUE` lines; GRACE is in tenths of a second;
#            with a PLACE it starts there and nowhere else
#   sh fence.sh follow FOLDER NAME OUT ERR    what it printed from these offsets on, until it ends
#   sh fence.sh look | burn FOLDER NAME
#   sh fence.sh clear  FOLDER NAME            what it printed goes, once it is over and has been read
#   sh fence.sh cancel FOLDER NAME GRACE
#   sh fence.sh prune  FOLDER DAYS_OF_OUTPUT DAYS_OF_CLAIMS
#   sh fence.sh read_head FOLDER | keep_head FOLDER LINE    how far the journal was written, in FOLDER.head beside it
#
# FOLDER/identity     a symlink, because making one is atomic everywhere, to nothing but the folder's random id. A record
#                     that is missing from a folder with another id, or with none, proves nothing
# FOLDER/claims/NAME  a symlink: `pid:start:boot` of the supervisor, or `burnt`
# FOLDER/runs/NAME/   out, err, group (`pid:start` of the command), rc, started; deadline or cancelled say who killed it
# Answers are frames on stdout: `o N` and `e N` are followed by N bytes; `.` says that we are still here.
# PLACE is `ID HOST BOOT` as one word, `-` for what is not there.
set -u
umask 077

say() { printf '%s\n' "$*"; }
# Not `: >FILE`: where that fails, POSIX lets the shell exit.
empty() { printf '' >"$1"; }
flush() { sync "$@" 2>/dev/null || sync; }
nap() { sleep "$1" 2>/dev/null || sleep 1; }
boot_id() {
  boot=
  { read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null || boot=$(sysctl -n kern.boottime 2>/dev/null | tr -cd 0-9)
}
# Sets place. Read after a record was looked for: a folder that was emptied in between has lost its id as well.
place_of() {
  boot_id
  place="$(readlink identity || echo -) $(uname -n) ${boot:--}"
}
place() { # ID
  # The first to ask names it; whoever comes at the same moment reads that name.
  ln -s "$1" identity 2>/dev/null && flush .
  place_of
  say "place $place"
}
# When a process started, so that a pid that is used again is not mistaken for it. Empty: it does not live.
start_of() {
  start= stat=
  if [ ! -r /proc/self/stat ]; then
    start=$(ps -o lstart= -p "$1" 2>/dev/null | tr -cd 'A-Za-z0-9')
    return
  fi
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  # The name in field 2 may hold spaces and brackets: count from the last bracket, where field 3, the state, follows.
  set -- ${stat##*) }
  [ "$1" = Z ] && return
  shift 19
  start=$1
}
# `pid:start[:…]`
lives() {
  rest=${1#*:}
  start_of "${1%%:*}"
  [ -n "$start" ] && [ "$start" = "${rest%%:*}" ]
}
# SIGTERM to the whole process group, SIGKILL to what is left of it after GRACE.
stop_group() {
  kill -TERM "-$1" 2>/dev/null
  tries=$2
  while [ "$tries" -gt 0 ] && kill -0 "-$1" 2>/dev/null; do
    nap 0.1
    tries=$((tries - 1))
  done
  kill -KILL "-$1" 2>/dev/null
}

# Sets state (never-started, burnt, running, ended, unknown) and detail.
state_of() {
  detail=
  claim=$(readlink "claims/$1") || { state=never-started; return; }
  [ "$claim" = burnt ] && { state=burnt; return; }
  # Alive is asked before the exit code is looked for: the other way round it could end unseen between the two.
  alive=
  group=
  lives "$claim" && alive=yes
  { read -r group <"runs/$1/group"; } 2>/dev/null
  [ -n "$group" ] && lives "$group" && alive=yes
  if { read -r detail <"runs/$1/rc"; } 2>/dev/null; then state=ended; return; fi
  [ -n "$alive" ] && { state=running; return; }
  state=unknown
  boot_id
  if [ ! -d "runs/$1" ]; then detail=pruned
  elif [ "${claim##*:}" != "$boot" ]; then detail=rebooted
  else detail=vanished; fi
}
# What a file has grown by, as one frame.
emit() { # KIND FILE OFFSET; sets size
  size=$3
  [ -s "$2" ] || return 0
  size=$(wc -c <"$2")
  size=$((size + 0))
  [ "$size" -gt "$3" ] || return 0
  say "$1 $((size - $3))"
  tail -c "+$(($3 + 1))" "$2" | head -c "$((size - $3))"
}
follow() { # NAME OUT ERR
  out=$2 err=$3 beats=0 pace=0.05
  while :; do
    state_of "$1"
    emit o "runs/$1/out" "$out"; out=$size
    emit e "runs/$1/err" "$err"; err=$size
    [ "$state" = running ] || { say "end $state $detail"; return; }
    beats=$((beats + 1))
    [ "$beats" -gt 20 ] && pace=0.2
    [ "$beats" -gt 300 ] && pace=0.5
    # Writing to a reader that has gone is how we learn that it has.
    [ $((beats % 10)) -eq 0 ] && say .
    nap "$pace"
  done
}
look() {
  state_of "$1"
  place_of
  say "place $place"
  if [ "$state" = ended ]; then follow "$1" 0 0; else say "end $state $detail"; fi
}
burn() {
  mkdir -p claims
  ln -s burnt "claims/$1" 2>/dev/null && flush claims
  look "$1"
}
cancel() { # NAME GRACE
  mkdir -p claims
  ln -s burnt "claims/$1" 2>/dev/null && { flush claims; return; }
  state_of "$1"
  [ "$state" = running ] || return
  mkdir -p "runs/$1" && empty "runs/$1/cancelled"
  # Either we see the group here, or the command sees the mark before it begins.
  { read -r group <"runs/$1/group"; } 2>/dev/null && lives "$group" && stop_group "${group%%:*}" "$2"
}

# Credentials that only the jump host knows, as shell assignments in a file that nobody else may read.
# Where `.` itself fails a POSIX shell exits there and then, with a code of its own: the trap says whose that was.
secrets() {
  [ -r "$1" ] || exit 77
  case $(ls -lndL "$1" 2>/dev/null) in -r[w-]-------*) ;; *) exit 78 ;; esac
  trap 'exit 79' EXIT
  set -a
  . "$1" || exit 79
  set +a
  trap - EXIT
}
# The last step before the program: its own session, the environment that was given and nothing else.
child() { # NAME
  name=$1
  shift
  start_of $$
  say "$$:$start" >"runs/$name/group"
  [ -e "runs/$name/cancelled" ] && exit 143
  environment=$(cat)
  cd "$home" || exit 126
  eval "$environment"
  unset PWD OLDPWD SHLVL
  exec "$@" </dev/null
}
watchdog() { # NAME PID DEADLINE GRACE
  start_of "$2"
  watched=$2:$start
  sleep "$3"
  lives "$watched" || return
  empty "runs/$1/deadline"
  stop_group "$2" "$4"
}
refuse() { say "refused $*" >&3; exit; }
take_claim() { # NAME
  mkdir -p claims "runs/$1" || refuse failed "its folder cannot be written"
  start_of $$
  boot_id
  ln -s "$$:$start:$boot" "claims/$1" 2>/dev/null && return
  state_of "$1"
  [ "$state" = never-started ] && refuse failed "its claim cannot be written"
  refuse "$state"
}
is_here() { # PLACE, empty where any will do
  [ -z "$1" ] && return
  place_of
  [ "$place" = "$1" ]
}
write_down() { # NAME MODE
  date +%s >"runs/$1/started" && empty "runs/$1/out" && empty "runs/$1/err" || return
  [ "$2" = volatile ] || flush claims runs "runs/$1" "runs/$1/started"
}
supervise() { # NAME MODE DEADLINE GRACE BYTES [PLACE] -- PROGRAM ARGS...
  name=$1 mode=$2 deadline=$3 grace=$4 bytes=$5 expected=
  shift 5
  [ "$1" = -- ] || { expected=$1; shift; }
  shift
  # Whoever asked may be gone before we answer. Caught, not ignored: the command must not inherit that.
  trap : PIPE
  environment=$(head -c "$bytes")
  exec </dev/null
  case $environment in *'#whole') ;; *) refuse broken ;; esac
  (cd "$home" && eval "$environment" && command -v "$1") >/dev/null 2>&1
  case $? in 0) ;; 77) refuse secrets missing ;; 78) refuse secrets open ;; 79) refuse secrets broken ;; *) refuse not-found ;; esac
  take_claim "$name"
  # The claim is ours and nothing runs yet: what lies elsewhere or cannot be written down is undone instead of begun.
  is_here "$expected" || { rm -rf "runs/$name" "claims/$name"; refuse elsewhere; }
  write_down "$name" "$mode" || { rm -rf "runs/$name" "claims/$name"; refuse failed "its record cannot be written"; }
  say started >&3
  exec 3>&-
  cd "$home" || exit
  printf '%s\n' "$environment" |
    env -i PATH="$PATH" ${HOME+HOME="$HOME"} ${USER+USER="$USER"} ${LOGNAME+LOGNAME="$LOGNAME"} \
      $detach sh "$self" child "$folder" "$name" "$@" >"$folder/runs/$name/out" 2>"$folder/runs/$name/err" &
  child=$!
  unset environment
  $detach sh "$self" watchdog "$folder" "$name" "$child" "$deadline" "$grace" >/dev/null 2>&1 &
  watchdog=$!
  cd "$folder" || exit
  wait "$child"
  rc=$?
  why=exited
  if [ -e "runs/$name/deadline" ]; then why=deadline; elif [ -e "runs/$name/cancelled" ]; then why=cancelled; fi
  # The watchdog may be in the middle of it, but it is ours to end when nothing is left to watch.
  [ "$why" = exited ] || stop_group "$child" "$grace"
  kill -KILL "-$watchdog" "$watchdog" 2>/dev/null
  read -r started <"runs/$name/started"
  say "$rc $why $started $(date +%s)" >"runs/$name/rc.new"
  [ "$mode" = volatile ] || flush "runs/$name/out" "runs/$name/err" "runs/$name/rc.new"
  mv "runs/$name/rc.new" "runs/$name/rc"
  [ "$mode" = volatile ] || flush "runs/$name"
}
# What it printed may hold secrets and has been read: only the record of it stays.
clear() { # NAME
  state_of "$1"
  [ "$state" = ended ] && { empty "runs/$1/out" && empty "runs/$1/err"; }
  say "end cleared"
}
# A volatile command is a reading: nobody will adopt it, so it goes with the one who asked.
forget() {
  trap '' PIPE HUP TERM
  cancel "$name" "$grace" >/dev/null 2>&1
  rm -rf "runs/$name" "claims/$name"
}
start() { # NAME MODE DEADLINE GRACE ...
  name=$1 mode=$2 grace=$4
  exec 4<&0
  # The pipe of this $( ) is fd 3 of the supervisor, which closes it as soon as it has answered.
  answer=$(cd "$home" && $detach sh "$self" supervise "$folder" "$@" 3>&1 >/dev/null 2>&1 <&4 4<&- &)
  exec 4<&-
  [ -z "$answer" ] || say "$answer"
  case $answer in
    refused*)
      [ "$mode" = volatile ] && rm -rf "runs/$name" "claims/$name"
      return 0 ;;
  esac
  [ "$mode" = volatile ] && trap 'forget; exit' PIPE HUP TERM
  follow "$name" 0 0
  [ "$mode" = volatile ] && rm -rf "runs/$name" "claims/$name"
  return 0
}
# Beside the folder, so that neither goes with the other.
read_head() { say "head $(cat "$folder.head" 2>/dev/null)"; }
keep_head() { # LINE
  printf '%s\n' "$1" >"$folder.head.$$" && flush "$folder.head.$$" && mv "$folder.head.$$" "$folder.head" && say "head $1"
}
# Claims outlive their output: a claim that is forgotten could be started again.
prune() { # DAYS_OF_OUTPUT DAYS_OF_CLAIMS
  [ -d claims ] || return 0
  find claims -type l -mtime "+$1" | while read -r path; do
    state_of "${path##*/}"
    [ "$state" = running ] || rm -rf "runs/${path##*/}"
  done
  find claims -type l -mtime "+$2" | while read -r path; do
    state_of "${path##*/}"
    [ "$state" = running ] || rm -f "$path"
  done
}

verb=$1 folder=$2
shift 2
home=$PWD
case $0 in /*) self=$0 ;; *) self=$home/$0 ;; esac
detach=setsid
command -v setsid >/dev/null 2>&1 || detach='perl -MPOSIX=setsid -e setsid();exec(@ARGV);'
mkdir -p "$folder" && cd "$folder" || exit 1
folder=$PWD
case $verb in
  start | follow | look | burn | place | clear | read_head | keep_head) say '@@pks-fence 1' ;;
esac
"$verb" "$@"
