#!/bin/sh
# canary.sh RUN: what this run wrote through one member, as this one reads it.
ETCDCTL_API=3 LOCAL=true exec /var/vcap/jobs/etcd/bin/etcdctl --command-timeout=5s get "/pks-rescue/canary/$1" --print-value-only
