"""Refuse files that do not belong in the repository: large ones, and customers' numbers.

Checks the files named, or every file that git knows. A run of 16 digits or more (a bank card; a
resident id is 18) is refused unless it stands in ``scripts/made_up_numbers.txt``, where whoever
adds one says by adding it that it was invented.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE_UP = ROOT / "scripts" / "made_up_numbers.txt"

MAX_BYTES = 512 * 1024
"""The largest file kept in git: twice a full-page screenshot."""
LESSONS, MAX_LESSONS_BYTES = ".lessons", 4 * 1024 * 1024
"""What examples taught a pack is as long as there are words in them."""

LONG_NUMBER = re.compile(r"(?<![A-Za-z_0-9.])(?:[0-9][ -]?){15,18}[0-9]?[0-9Xx](?![A-Za-z_0-9])")
"""16 to 20 digits, spaced or hyphenated as on a card, the last perhaps a resident id's X."""


def digits(written: str) -> str:
    """The number without the spaces and hyphens it was written with."""
    return written.replace(" ", "").replace("-", "").upper()


def made_up() -> frozenset[str]:
    """The numbers known to be invented."""
    lines = MADE_UP.read_text(encoding="utf-8").splitlines()
    return frozenset(digits(line) for line in lines if line and not line.startswith("#"))


def problems(path: Path, invented: frozenset[str]) -> list[str]:
    """What is wrong with one file, as ``file:line: message``; never repeats the number."""
    size = path.stat().st_size
    most = MAX_LESSONS_BYTES if path.suffix == LESSONS else MAX_BYTES
    if size > most:
        return [f"{path}: {size:,} bytes; at most {most:,} belong in git"]
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    return [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1}: a number that may be a customer's"
        " (if you invented it, add it to scripts/made_up_numbers.txt)"
        for found in LONG_NUMBER.finditer(text)
        if digits(found[0]) not in invented
    ]


def main() -> None:
    """Print every problem; exit 1 when there is one."""
    names = sys.argv[1:] or subprocess.check_output(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        text=True,
    ).rstrip("\0").split("\0")
    invented = made_up()
    paths = [path for name in names if (path := ROOT / name).is_file()]
    found = [problem for path in paths for problem in problems(path, invented)]
    for problem in found:
        sys.stdout.write(problem + "\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
