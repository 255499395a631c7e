#!/bin/sh
# install.sh FOLDER FILE DAYS-OF-OUTPUT DAYS-OF-CLAIMS: puts the fence there, its text on stdin, and prunes. Renamed into place,
# so that it is whole or not there.
umask 077
mkdir -p "$1" && cat >"$1/$2.$$" && mv "$1/$2.$$" "$1/$2" || exit 1
sh "$1/$2" prune "$1" "$3" "$4" >/dev/null 2>&1 || :
