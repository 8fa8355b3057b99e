"""Every format there is: those that came with the program, and the site's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import MappingProxyType

from assist.formats import FORMATS, Format

from .load import files_of, read_mapping

ENTRY_POINTS = "overtone.formats"
"""The group under which a package names formats of its own."""
_TAKEN = frozenset({*FORMATS, "native"})


class FormatsFaulty(Exception):  # noqa: N818 - says what is wrong
    """Formats of the site's own that cannot be used; one line each."""


@dataclass(frozen=True, slots=True)
class Known:
    """``formats``: by name, ours first; ``own``: where each of the site's own comes from;
    ``faults``: what is wrong with others, one line each."""

    formats: Mapping[str, Format]
    own: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def sound(self) -> Mapping[str, Format]:
        """The formats. Raises :class:`FormatsFaulty` when any has a fault: a stream that is turned
        away all night is worse than a server that does not start."""
        if self.faults:
            raise FormatsFaulty("\n".join(self.faults))
        return self.formats


def known(folder: Path | None, *, installed: Iterable[EntryPoint] | None = None) -> Known:
    """All formats. ``folder``: that of the mappings; ``installed``: what packages bring, unless
    given, those of this environment."""
    formats, own, faults = dict(FORMATS), dict[str, str](), list[str]()
    for entry in entry_points(group=ENTRY_POINTS) if installed is None else installed:
        where = f"{entry.dist.name if entry.dist else 'a package'}: {ENTRY_POINTS} {entry.name}"
        try:
            found = entry.load()
        except Exception as fault:  # noqa: BLE001 - another package's code may raise anything
            faults.append(f"{where}: cannot be loaded: {type(fault).__name__}: {fault}")
            continue
        if not isinstance(found, Format):
            faults.append(f"{where}: {entry.value} is no assist.formats.Format")
        elif (clash := _clash(found.name, own)) is not None:
            faults.append(f"{where}: {clash}")
        else:
            formats[found.name], own[found.name] = found, where
    try:
        files = files_of(folder) if folder is not None else []
    except OSError as fault:
        faults.append(f"ASSIST_FORMATS: {folder}: {fault.strerror}")
        files = []
    for file in files:
        mapped = read_mapping(file)
        faults += [str(problem) for problem in mapped.problems]
        if mapped.format is None:
            continue
        name = mapped.format.name
        if (clash := _clash(name, own)) is not None:
            faults.append(f"{mapped.place}: {clash}")
        else:
            formats[name], own[name] = mapped.format, str(file)
    return Known(MappingProxyType(formats), own, tuple(faults))


def _clash(name: str, own: Mapping[str, str]) -> str | None:
    if name in _TAKEN:
        return f"a format called {name} came with the program: choose another name"
    return f"{own[name]} is called {name}, too: choose another name" if name in own else None
