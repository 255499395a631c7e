#!/bin/sh
# field NAME JSON: the number of that name.
field() { printf '%s\n' "$2" | sed -n "s/.*\"$1\":\(-*[0-9]*\).*/\1/p"; }
