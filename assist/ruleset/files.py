"""Files on disk → texts by path, within bounds. Nothing is parsed here."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .bounds import (
    MAX_DIRECTORY_DEPTH,
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_LESSONS_BYTES,
    MAX_TOTAL_BYTES,
    MAX_TOTAL_LESSONS_BYTES,
)
from .lessons import SUFFIX as LESSONS
from .pack import CATALOGUE
from .problems import Place, Report

SUFFIXES = (".yaml", ".yml", LESSONS)

Stamps = Mapping[str, tuple[int, int, int]]
"""Of each rule file, by its path: when it was written (ns), its size, and which file it is."""


@dataclass(slots=True)
class Found:
    """Texts by key, and the path shown for each key in messages.

    A key is the path from the folder that holds the packs, with ``/``: ``bank-zh/loss.yaml``. It is
    the same on every machine, and so is the digest made of it.
    """

    texts: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)


def find(paths: Sequence[Path], report: Report) -> Found:
    """Read all rule files in the given folders (searched recursively) and files.

    What cannot be read is reported. Names that begin with a dot are skipped, links are followed
    (a mounted Kubernetes volume is made of them) but never in a circle.
    """
    found = Found()
    total = learned = 0
    seen: set[Path] = set()
    for root in paths:
        told, empty = report.told, True
        for path, key in _files(root, report):
            empty = False
            real = _real(path)
            if real in seen:
                continue
            seen.add(real)
            place = Place(str(path))
            if len(seen) > MAX_FILES:
                report.error("R003", place, f"more than {MAX_FILES} rule files")
                return found
            text = _read(path, place, report)
            if text is None:
                continue
            if key.endswith(LESSONS):
                learned += len(text)
            else:
                total += len(text)
            if total > MAX_TOTAL_BYTES or learned > MAX_TOTAL_LESSONS_BYTES:
                most = MAX_TOTAL_BYTES if total > MAX_TOTAL_BYTES else MAX_TOTAL_LESSONS_BYTES
                report.error("R003", place, f"rule files of more than {most:,} characters")
                return found
            unique = _unused(key, found.texts)
            found.texts[unique] = text
            found.shown[unique] = str(path)
        if empty and report.told == told:
            report.warning(
                "R118",
                Place(str(root)),
                "no rule file in this folder",
                "rule files end in .yaml or .yml",
            )
    return found


def stamps(paths: Sequence[Path]) -> Stamps:
    """By what it can be told that rule files have changed, without reading any."""
    found: dict[str, tuple[int, int, int]] = {}
    for root in paths:
        for path, _ in _files(root, Report()):
            with suppress(OSError):  # it went meanwhile: that is a change, too
                told = path.stat()
                found[str(path)] = told.st_mtime_ns, told.st_size, told.st_ino
    return found


def _files(root: Path, report: Report) -> Iterator[tuple[Path, str]]:
    mode = _mode(root)
    if stat.S_ISREG(mode):
        yield (
            root,
            root.name if root.name == CATALOGUE else f"{root.absolute().parent.name}/{root.name}",
        )
    elif stat.S_ISDIR(mode):
        base = _real(root)
        is_home = stat.S_ISREG(_mode(root / CATALOGUE))
        for path, parts in _walk(base, root, (), frozenset({base}), report):
            yield path, "/".join(parts if is_home else (base.name, *parts))
    else:
        report.error("R001", Place(str(root)), "no such file or folder")


def _walk(
    real: Path, shown: Path, parts: tuple[str, ...], above: frozenset[Path], report: Report
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    if len(parts) > MAX_DIRECTORY_DEPTH:
        report.error("R003", Place(str(shown)), f"folders more than {MAX_DIRECTORY_DEPTH} deep")
        return
    try:
        names = sorted(path.name for path in real.iterdir())
    except OSError as error:
        report.error("R001", Place(str(shown)), f"cannot be read: {error.strerror}")
        return
    for name in names:
        if name.startswith("."):
            continue
        path = shown / name
        if stat.S_ISDIR(_mode(path)):
            target = _real(path)
            if target in above:
                report.error(
                    "R001", Place(str(path)), "a link that leads back to a folder above it"
                )
                continue
            yield from _walk(target, path, (*parts, name), above | {target}, report)
        elif name.endswith(SUFFIXES):
            yield path, (*parts, name)


def _mode(path: Path) -> int:
    """Kind and rights as ``stat`` gives them; 0 for what is not there or may not be looked at."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _real(path: Path) -> Path:
    """The path without links; :meth:`Path.resolve` raises where they go in a circle."""
    return Path(os.path.realpath(path))


def _read(path: Path, place: Place, report: Report) -> str | None:
    most = largest(path.name)
    try:
        # a pipe or device would block or never end: only regular files are opened
        if not stat.S_ISREG(path.stat().st_mode):
            report.error("R001", place, "not a regular file")
            return None
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        report.error("R001", place, f"cannot be read: {error.strerror}")
        return None
    if len(raw) > most:
        report.error(
            "R003",
            place,
            f"larger than {most // 1024:,} KiB",
            "split it into several files",
        )
        return None
    return decode(raw, place.file, report)


def largest(file: str) -> int:
    """How many bytes a file of that name may have."""
    return MAX_LESSONS_BYTES if file.endswith(LESSONS) else MAX_FILE_BYTES


def decode(raw: bytes, file: str, report: Report) -> str | None:
    """UTF-8 to text with LF line ends; what is not UTF-8 is reported at its place."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        report.error(
            "R002",
            Place(file, line, column),
            f"not UTF-8 from here (byte 0x{raw[error.start]:02x})",
            "save the file as UTF-8; it is UTF-16, which Notepad calls Unicode"
            if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
            else "save the file as UTF-8; Notepad and Excel may use GBK",
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unused(key: str, taken: dict[str, str]) -> str:
    """Two packs may bear the same name: the later gets a number."""
    if key not in taken:
        return key
    number = 2
    while f"{number}/{key}" in taken:
        number += 1
    return f"{number}/{key}"
