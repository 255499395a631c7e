#!/bin/sh
# The hash of the key space at each revision that is named, in one login. One that is compacted or yet to come has none.
for REVISION in "$@"; do
  echo "@@ $REVISION"
  ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl --command-timeout=5s endpoint hashkv --rev="$REVISION" -w json 2>/dev/null
  echo
done
