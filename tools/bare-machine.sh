#!/bin/sh
# Runs a command where nothing is installed but Linux and Node: `sh tools/bare-machine.sh npm test`. Debian, root or sudo.
# What stays is what every Debian has (packages of priority "required"), without perl, which other distributions leave out.
# Nothing on the machine changes: the folders are covered in a mount namespace of this command's own.
set -eu

if [ "${BARE_FOLDER-}" = "" ]; then
  BARE_FOLDER=$(mktemp -d)
  as_root=''
  [ "$(id -u)" = 0 ] || as_root='sudo -n'
  trap '$as_root rm -rf "$BARE_FOLDER"' EXIT
  $as_root env "BARE_FOLDER=$BARE_FOLDER" "BARE_UID=$(id -u)" "BARE_GID=$(id -g)" "HOME=$HOME" "PATH=$PATH" \
    unshare -m sh "$0" "$@"
  exit
fi

# Hard links where the file system allows them, so that Node is not copied.
keep() { cp -al "$1" "$2" 2>/dev/null || cp -a "$1" "$2"; }

required=$(dpkg-query -W -f='${Package} ${Essential} ${Priority}\n' | awk '$2 == "yes" || $3 == "required" { print $1 }')
mkdir "$BARE_FOLDER/bin" "$BARE_FOLDER/sbin" "$BARE_FOLDER/empty"
for path in $(dpkg-query -L $required | grep -E '^(/usr)?/s?bin/.' | grep -v perl | sed 's,^/usr,,' | sort -u); do
  [ ! -e "/usr$path" ] || keep "/usr$path" "$BARE_FOLDER$path"
done
for name in awk which node npm npx; do
  [ ! -e "/usr/bin/$name" ] || keep "/usr/bin/$name" "$BARE_FOLDER/bin/$name"
done
for folder in bin sbin; do mount --bind "$BARE_FOLDER/$folder" "/usr/$folder"; done
# Node may be in /usr/local/bin, and only Node: the image node:24 puts it there.
mkdir "$BARE_FOLDER/local"
for name in node npm npx; do
  [ ! -e "/usr/local/bin/$name" ] || keep "/usr/local/bin/$name" "$BARE_FOLDER/local/$name"
done
mount --bind "$BARE_FOLDER/local" /usr/local/bin
for folder in /usr/local/sbin /usr/lib/postgresql /usr/lib/git-core /usr/lib/go /usr/local/go; do
  [ ! -d "$folder" ] || mount --bind "$BARE_FOLDER/empty" "$folder"
done
unset BARE_FOLDER
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
exec setpriv --reuid="$BARE_UID" --regid="$BARE_GID" --clear-groups env -u BARE_UID -u BARE_GID "$@"
