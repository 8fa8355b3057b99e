#!/bin/sh
# need_debian.sh PACKAGE...: installs the Debian packages that are missing; says what to do where it cannot.
set -u

missing=""
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "These Debian packages are needed, and there is no apt-get here:$missing" >&2
    echo "Install their equivalents, then name the browser: make test CHROMIUM=/path/to/chromium" >&2
    exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "Missing, and neither root nor password-free sudo is at hand. Run this once, then again make test:" >&2
        echo "    sudo apt-get install$missing" >&2
        exit 1
    fi
    as_root="sudo -n"
fi
echo "Installing Debian packages:$missing"
# shellcheck disable=SC2086  # both are lists of words
$as_root apt-get update -q && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends $missing
