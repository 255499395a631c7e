#!/bin/sh
# ask.sh NAME ARGS...: all that can be asked over a held line: one of these readings, as root. First it says on which VM that is.
cd .pks-line || exit
: >used
case $1 in probe | again | canary) ;; *) exit 64 ;; esac
case $* in *[!A-Za-z0-9.\ -]*) exit 64 ;; esac
NAME=$1
shift
echo '@@ vm'; cat /var/vcap/instance/id; echo
exec timeout 45 sudo sh "./$NAME" "$@"
