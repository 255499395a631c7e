#!/bin/bash
# The peer URL that the job itself would use: a variable of its own script.
# shellcheck disable=SC2154
. /var/vcap/jobs/etcd/bin/utils.sh && printf "%s\n" "$etcd_peer_address"
