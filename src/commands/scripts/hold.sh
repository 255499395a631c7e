#!/bin/sh
# hold.sh NAME TEXT...: keeps a login open for as long as it is used. What may be asked over it is put down in its user's home,
# and goes with that user when bosh takes it away.
umask 077
cd && mkdir -p .pks-line && cd .pks-line || exit
while [ $# -gt 1 ]; do printf '%s\n' "$2" >"$1"; shift 2; done
: >used
echo ready
# A bot that died asks nothing more.
while [ $(($(date +%s) - $(stat -c %Y used))) -lt 90 ]; do sleep 5; done
