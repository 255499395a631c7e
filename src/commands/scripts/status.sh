#!/bin/sh
# A second look at the same member, for "twice, 5 s apart". Its stamp is from before it, as the probe's is from after the
# first: what lies between two stamps lay between the looks.
date +%s.%N
ETCDCTL_API=3 LOCAL=true exec /var/vcap/jobs/etcd/bin/etcdctl --command-timeout=5s endpoint status -w json
