#!/bin/sh
# again.sh SECONDS REVISIONS: a member looked at once more, so much later, and its hash at these revisions, in one login.
. ./sample.sh
later "$1" && hash_at "$2"
echo '@@ end'
