#!/bin/sh
# Unpacks Debian 13's etcd 3.5 into .tools/etcd-3.5, beside the 3.4 that Debian 12 installs; nothing is installed.
# For `npm run -s drills -- --etcd 3.5`. Needs apt-get and dpkg; root is not needed.
set -eu
cd "$(dirname "$0")/.."
into=$PWD/.tools/etcd-3.5
case $("$into/etcd" --version 2>/dev/null || true) in
  *'etcd Version: 3.5.'*) echo "etcd 3.5 is in $into"; exit 0 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/root" "$into"
echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main' >"$work/list"
: >"$work/status"
apt() {
  apt-get -q -o Dir::Etc::sourcelist="$work/list" -o Dir::Etc::sourceparts=- -o Dir::State="$work" \
    -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" \
    -o APT::Sandbox::User= "$@"
}
apt update
(cd "$work" && apt download etcd-server etcd-client)
for deb in "$work"/*.deb; do dpkg -x "$deb" "$work/root"; done
cp "$work/root/usr/bin/etcd" "$work/root/usr/bin/etcdctl" "$into/"
"$into/etcd" --version | head -1
