#!/bin/sh
# Prints a Python that this project can run on: 3.11 or newer, able to make virtual environments.
# $PYTHON, when set, is the only candidate. Every candidate is run, because a pyenv shim may be on the
# path and still refuse. Your own `python3` comes first; 3.14 and later last, because some wheels that
# we need may not exist for them yet.
set -u

usable() { # usable PYTHON [BELOW]
    "$1" -c "import sys, venv, ensurepip
sys.exit(not (3, 11) <= sys.version_info[:2] < ${2:-(4,)})" >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    if usable "$PYTHON"; then
        printf '%s\n' "$PYTHON"
        exit 0
    fi
    echo "PYTHON=$PYTHON is not a Python >= 3.11 that can make virtual environments." >&2
    exit 1
fi

pyenv="${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}/versions"
try() { # try BELOW CANDIDATE...
    below=$1
    shift
    for candidate in "$@"; do
        if usable "$candidate" "$below"; then
            "$candidate" -c 'import sys; print(sys.executable)'
            exit 0
        fi
    done
}
try "(3, 14)" python3 python3.13 python3.12 python3.11 python /usr/bin/python3 \
    "$pyenv"/3.13*/bin/python3 "$pyenv"/3.12*/bin/python3 "$pyenv"/3.11*/bin/python3
try "(4,)" python3 python "$pyenv"/3.*/bin/python3

# Debian's own Python comes without venv; where we may install it, we do.
if /usr/bin/python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
    "$(dirname "$0")/need_debian.sh" python3-venv >&2; then
    try "(4,)" /usr/bin/python3
fi

{
    echo "No Python >= 3.11 that can make virtual environments was found. Tried: python3, python3.11 to"
    echo "python3.13, python, and pyenv's versions in $pyenv."
    echo "Debian, Ubuntu: apt-get install python3 python3-venv. Or name one: make setup PYTHON=/path/to/python3"
} >&2
exit 1
