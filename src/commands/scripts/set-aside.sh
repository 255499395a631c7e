#!/bin/sh
# set-aside.sh SUFFIX: never deletes member/, but moves it aside and leaves an empty one, so that the job starts with `existing`.
set -eu
S=/var/vcap/store/etcd
test ! -e $S/member || mv $S/member "$S/member.aside-$1"
install -d -m 0700 -o vcap -g vcap $S/member
echo "aside $S/member.aside-$1"
