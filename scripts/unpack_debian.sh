#!/bin/sh
# unpack_debian.sh COMMAND PACKAGE: unpacks a Debian package into .make/debian unless its command is
# there. Nothing is installed and no service starts. Where it cannot be had, tests that need the
# command are skipped, and say so: this never fails.
set -u

command -v "$1" >/dev/null && exit 0
[ -x ".make/debian/usr/sbin/$1" ] && exit 0
folder=.make/debian
mkdir -p "$folder/packages"
echo "Fetching $2 of Debian into $folder, for the tests"
fetch() { (cd "$folder/packages" && apt-get download -q "$2" >/dev/null 2>&1); }
if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
    fetch "$@" || { [ "$(id -u)" -eq 0 ] && apt-get update -q >/dev/null 2>&1 && fetch "$@"; }
    for package in "$folder/packages/$2"_*.deb; do
        [ -e "$package" ] && dpkg-deb -x "$package" "$folder" && exit 0
    done
fi
echo "No $1 here, and $2 cannot be fetched: its tests will be skipped." >&2
exit 0
