#!/bin/sh
prune() { # FOLDER MINUTES
  [ ! -d "$1" ] ||
    find "$1" -maxdepth 1 -type f '(' -name '*.db' -o -name '*.db.part' ')' -mmin "+$2" -print -exec rm -f '{}' ';'
}
