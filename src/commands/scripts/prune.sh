#!/bin/sh
# prune.sh FOLDER MINUTES: removes the snapshots there that are older, and says which.
. ./prune-function.sh
prune "$1" "$2"
