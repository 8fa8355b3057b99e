"""The files of the packs that a server was started with: which there are, what they hold, and
which of them may be written. Nothing else of the machine can be reached through them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from assist.atomic import write_atomically
from assist.ruleset.bounds import MAX_DIRECTORY_DEPTH, MAX_FILE_BYTES
from assist.ruleset.files import decode
from assist.ruleset.lessons import SUFFIX as LESSONS
from assist.ruleset.load import gather
from assist.ruleset.pack import CATALOGUE, TESTS_SUFFIX
from assist.ruleset.packs import installed
from assist.ruleset.problems import Problem, Report

Kind = Literal["rules", "tests", "needs"]
WhyNot = Literal["wheel", "rights", "link"]
"""Why a file may not be written: it came with the program; the server's user may not; it is a
link that leads out of its pack."""

_PART = r"[a-z0-9][a-z0-9_-]*"
_KEY = re.compile(rf"{_PART}(?:/{_PART}){{0,{MAX_DIRECTORY_DEPTH - 1}}}/[a-z0-9][a-z0-9._-]*\.yaml")


class Unfit(Exception):  # noqa: N818 - says what is wrong
    """A file cannot be read or written as asked; ``code`` says in which way."""

    def __init__(self, code: Literal["unknown", "read_only", "exists", "name"], why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True)
class Held:
    """What a file holds: its text with LF line ends, and the digest of its bytes."""

    text: str
    revision: str


@dataclass(frozen=True, slots=True)
class ShelfFile:
    """One file. ``key``: as in messages and addresses, the pack's name first; the same on every
    machine."""

    key: str
    path: Path
    why_not: WhyNot | None

    @property
    def kind(self) -> Kind:
        """What it may hold."""
        return kind_of(self.key)

    @property
    def pack(self) -> str:
        """The pack that it belongs to; empty for a catalogue that belongs to none."""
        return self.key.rpartition("/")[0].partition("/")[0]


@dataclass(frozen=True, slots=True)
class Contents:
    """All files as they lie now, and what could not be read of them."""

    files: dict[str, ShelfFile]
    texts: dict[str, str]
    problems: tuple[Problem, ...] = ()


def kind_of(key: str) -> Kind:
    """What a file may hold, by its name."""
    if key.rpartition("/")[2] == CATALOGUE:
        return "needs"
    return "tests" if key.endswith(TESTS_SUFFIX) else "rules"


def revision_of(raw: bytes) -> str:
    """The digest by which a file's state is known: 32 hexadecimal digits."""
    return blake2b(raw, digest_size=16).hexdigest()


class Shelf:
    """Everything here blocks, and belongs on a thread."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)

    def contents(self) -> Contents:
        """Every file of every pack, read anew."""
        report = Report()
        found = gather(self.paths, report)
        files = {
            key: self._file(key, Path(shown))
            for key, shown in found.shown.items()
            if not key.endswith(LESSONS)  # which nobody writes by hand
        }
        return Contents(files, found.texts, report.sorted())

    def find(self, key: str) -> ShelfFile:
        """The file of a key. Raises :class:`Unfit` where the packs have none such."""
        file = self.contents().files.get(key)
        if file is None:
            raise Unfit("unknown", f"the packs have no file {key[:200]!r}")
        return file

    def read(self, file: ShelfFile) -> Held:
        """What it holds now. Raises :class:`Unfit` when that is gone or cannot be read."""
        try:
            with file.path.open("rb") as opened:
                raw = opened.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            why = f"{file.key} cannot be read: {error.strerror}"
            raise Unfit("unknown", why) from None
        report = Report()
        text = decode(raw, file.key, report)
        if text is None or len(raw) > MAX_FILE_BYTES:
            raise Unfit("unknown", f"{file.key} is no text, or larger than rule files are")
        return Held(text, revision_of(raw))

    def write(self, file: ShelfFile, text: str) -> str:
        """Replace what the file holds, keeping its line ends and its byte order mark; the new
        revision. Raises :class:`Unfit` for a file that may not be written, :class:`OSError` when
        the disk refuses."""
        self._check(file)
        target = Path(os.path.realpath(file.path))
        raw = _encoded(text, target.read_bytes() if target.exists() else b"")
        write_atomically(target, raw)
        return revision_of(raw)

    def remove(self, file: ShelfFile) -> None:
        """Delete a file. Raises as :meth:`write` does."""
        self._check(file)
        file.path.unlink()

    def new(self, key: str) -> ShelfFile:
        """A file that is not there yet, to be written. Raises :class:`Unfit` when its name or its
        pack will not do, or it is there."""
        if not _KEY.fullmatch(key):
            raise Unfit(
                "name",
                "name it PACK/NAME.yaml in small letters, digits and hyphens, such as "
                "local/late-fee.yaml",
            )
        contents = self.contents()
        if key in contents.files:
            raise Unfit("exists", f"{key} is already there")
        pack, _, rest = key.partition("/")
        root = self.root_of(pack, contents)
        if root is None:
            raise Unfit("unknown", f"there is no pack {pack!r}")
        path = root / rest
        if path.exists() or path.is_symlink():
            raise Unfit("exists", f"{key} is already there")
        file = self._file(key, path)
        self._check(file)
        return file

    def root_of(self, pack: str, contents: Contents) -> Path | None:
        """The folder of a pack."""
        for root in self.roots():
            if root.name == pack:
                return root
        known = (f for f in contents.files.values() if f.pack == pack)
        first = next(known, None)
        if first is None:
            return None
        depth = first.key.count("/")
        return first.path.parents[depth - 1] if depth else None

    def roots(self) -> list[Path]:
        """The folders given that are packs themselves."""
        return [
            Path(os.path.realpath(path))
            for path in self.paths
            if path.is_dir() and not (path / CATALOGUE).is_file()
        ]

    def _file(self, key: str, path: Path) -> ShelfFile:
        return ShelfFile(key, path, self._why_not(path))

    def _why_not(self, path: Path) -> WhyNot | None:
        real = Path(os.path.realpath(path))
        if not any(real.is_relative_to(os.path.realpath(given)) for given in self._homes(path)):
            return "link"
        if installed(real):
            return "wheel"
        at = real if real.exists() else real.parent
        may = os.access(at, os.W_OK) and os.access(real.parent, os.W_OK)
        return None if may else "rights"

    def _homes(self, path: Path) -> list[Path]:
        """The folders given that the path, as written, is within; its own where none is."""
        within = [
            given
            for given in self.paths
            if given.is_dir()
            and (path.is_relative_to(given) or path.is_relative_to(os.path.realpath(given)))
        ]
        return within or [path.parent]

    def _check(self, file: ShelfFile) -> None:
        if file.why_not is not None:
            raise Unfit("read_only", f"{file.key} {_WHY_NOT[file.why_not]}")


_WHY_NOT: dict[WhyNot, str] = {
    "wheel": "came with the program, and would be lost at its next update: change it by an "
    "override of a pack of your own",
    "rights": "may not be written by the user that runs the server",
    "link": "is a link that leads out of its pack",
}


def _encoded(text: str, before: bytes) -> bytes:
    """The bytes of a text, with the line ends and the byte order mark of what they replace."""
    if before.count(b"\r\n") * 2 > before.count(b"\n"):
        text = text.replace("\n", "\r\n")
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.encode()
