#!/bin/sh
# For a member that is looked at once more.
. ./field.sh
A='env ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl --command-timeout=5s'

# later SECONDS: sets L to its second status. The stamp is from before it, as the first one's is from after it: what lies
# between two stamps lay between the looks.
later() {
  sleep "$1"
  echo; echo '@@ later'; date +%s.%N
  L=$($A endpoint status -w json 2>/dev/null)
  printf '%s\n' "$L"
  [ -n "$(field revision "$L")" ]
}
# hash_at REVISIONS: the hash of the key space at each. One that is compacted or yet to come has none.
hash_at() {
  for R in $1; do
    echo "@@ hash $R"
    $A endpoint hashkv --rev="$R" -w json 2>/dev/null
    echo
  done
}
# simplest LOW HIGH: the number in between that the highest power of two divides.
simplest() {
  N=$2 P=1
  while M=$(($2 / P * P)); [ "$M" -ge "$1" ] && [ "$M" -gt 0 ]; do N=$M P=$((P * 2)); done
  echo "$N"
}
# in_common LOW HIGH: at which revisions to ask for a hash, so that masters that were asked at slightly other moments have one
# in common, without a word between them: the simplest of those that this one had, and the simplest on either side of it.
in_common() {
  [ "${1:-$2}" -lt "$2" ] || { echo "$2"; return; }
  C=$(simplest "$1" "$2")
  [ "$1" -eq "$C" ] || simplest "$1" $((C - 1))
  echo "$C"
  [ "$C" -eq "$2" ] || simplest $((C + 1)) "$2"
}
