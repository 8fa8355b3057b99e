"""A folder of calls → cases to play: labelled calls, dialogues, recordings.

- ``*.json``: one labelled call (:class:`~.calls.LabelledCall`) each;
- ``*.jsonl``: a recording (events, one a line), or one such call a line.

A recording whose call has a labelled call of the same id beside it is played as recorded and
scored by those labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from assist.node.replay import Timed, read_recording
from assist.privacy import mask_event
from assist.proto.messages import why

from .calls import LabelledCall, events

SUFFIXES = (".json", ".jsonl")


@dataclass(frozen=True, slots=True)
class Case:
    """One call to play. ``label`` and ``recorded`` may stand together; one of them does."""

    call: str
    source: str
    label: LabelledCall | None = None
    recorded: tuple[Timed, ...] | None = None

    @property
    def is_labelled(self) -> bool:
        return self.label is not None and self.label.is_labelled

    def entries(self, *, rewrites: float, seed: int) -> list[Timed]:
        """The call's events in order of arrival, masked. ``rewrites``: see
        :func:`~.calls.events`; a recording is played as it is."""
        if self.recorded is not None:
            return list(self.recorded)
        assert self.label is not None
        made = events(self.label, rewrites=rewrites, seed=seed)
        return [Timed(event.at, mask_event(event)) for event in made]


@dataclass(slots=True)
class Found:
    """``faults`` read ``place: what`` and hold none of the words spoken."""

    cases: list[Case] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def find(paths: Iterable[Path]) -> Found:
    """Read calls from folders (searched recursively) and files; cases come in order of file."""
    labels: dict[str, tuple[str, LabelledCall]] = {}
    recorded: dict[str, tuple[str, tuple[Timed, ...]]] = {}
    found = Found()
    for path in _files(paths, found.faults):
        try:
            raw = path.read_bytes()
        except OSError as error:
            found.faults.append(f"{path}: {error.strerror}")
            continue
        if path.suffix == ".json":
            _label(raw, str(path), str(path), labels, found.faults)
        elif _is_recording(raw):
            _recording(raw, path, recorded, found.faults)
        else:
            for number, line in enumerate(raw.splitlines(), 1):
                if line.strip():
                    _label(line, str(path), f"{path}:{number}", labels, found.faults)
    found.cases = [
        Case(call, source, label, recorded.get(call, (None, None))[1])
        for call, (source, label) in labels.items()
    ]
    found.cases += [
        Case(call, source, None, timed)
        for call, (source, timed) in recorded.items()
        if call not in labels
    ]
    return found


def _files(paths: Iterable[Path], faults: list[str]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file())
            files += sorted(inside)
        elif path.is_file():
            files.append(path)
        else:
            faults.append(f"{path}: no such file or folder")
    return files


def _label(
    raw: bytes,
    source: str,
    place: str,
    labels: dict[str, tuple[str, LabelledCall]],
    faults: list[str],
) -> None:
    try:
        call = LabelledCall.model_validate_json(raw)
    except ValidationError as fault:
        faults.append(f"{place}: {why(fault)}")
        return
    if any(one.turn >= len(call.turns) for one in (*(call.expect or ()), *call.optional)):
        faults.append(f"{place}: a label names a turn that the call does not have")
    elif call.id in labels:
        faults.append(f"{place}: the call {call.id!r} is already in {labels[call.id][0]}")
    else:
        labels[call.id] = (source, call)


def _is_recording(raw: bytes) -> bool:
    """Whether the first line is an event."""
    first = next((line for line in raw.splitlines() if line.strip()), b"{}")
    try:
        return "type" in from_json(first)
    except (ValueError, TypeError):
        return False


def _recording(
    raw: bytes,
    path: Path,
    recorded: dict[str, tuple[str, tuple[Timed, ...]]],
    faults: list[str],
) -> None:
    recording = read_recording(raw.splitlines(), str(path))
    faults += recording.faults
    if recording.faults:
        return
    for call, timed in recording.calls.items():
        if call in recorded:
            faults.append(f"{path}: the call {call!r} is already in {recorded[call][0]}")
        else:
            recorded[call] = (str(path), tuple(timed))
