"""Where calls come from on the command line: recordings, or a log; played under some rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Annotated

import typer

from assist.core.events import RulesInForce
from assist.core.program import Program
from assist.log.base import LogError
from assist.log.sqlite import read_call, read_rules
from assist.node.replay import Played, Recording, Timed, from_log, play, read_recording
from assist.ruleset import load_sources
from assist.text import default_folder, default_tokenizer

from .rules_given import load_given

BAD_INPUT = 2
"""Exit code: something could not be read; what could be was played."""

Recordings = Annotated[list[Path] | None, typer.Argument(help="Recordings: JSON Lines of events.")]
Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        help="Packs to use instead of those of the log, or of those shipped and your own; "
        "repeatable.",
    ),
]
Log = Annotated[Path | None, typer.Option("--log", help="An SQLite log, also in use.")]
CallId = Annotated[str | None, typer.Option("--call", help="Which call of the log.")]


class Calls:
    """Calls to play: of recordings, or one of a log. ``failed``: something could not be read, which
    has been told on standard error."""

    def __init__(
        self,
        recordings: Sequence[Path],
        rules: Sequence[Path] | None,
        log: Path | None,
        call: str | None,
    ) -> None:
        """Raises :class:`typer.BadParameter` unless recordings or a call of a log are named."""
        if bool(recordings) == bool(log) or (log is None) != (call is None):
            raise typer.BadParameter("name recordings, or --log FILE with --call ID")
        self.failed = False
        self._recordings = recordings
        self._rules = rules
        self._log = log
        self._call = call

    @cached_property
    def _program(self) -> Program:
        """The rules named, or those of today: loaded once there is something to play by them."""
        return _program(self._rules)

    def __iter__(self) -> Iterator[tuple[str, Iterator[Played]]]:
        """Each call's id, and the call as it is played."""
        if self._log is not None and self._call is not None:
            entries = _call_of(self._log, self._call)
            program_of = _same if self._rules else partial(_kept, self._log)
            first = entries[0].event
            kept = program_of(first.digest) if isinstance(first, RulesInForce) else None
            yield self._call, play(self._call, entries, kept or self._program, program_of)
        for path in self._recordings:
            recording = _read(path)
            for problem in (*recording.faults, *recording.warnings):
                typer.echo(problem, err=True)
            if recording.faults:
                self.failed = True
                continue
            for name, timed in recording.calls.items():
                program_of = _same if self._rules else partial(_todays, self._program)
                yield name, play(name, timed, self._program, program_of)


def _read(path: Path) -> Recording:
    try:
        with path.open("rb") as lines:
            return read_recording(lines, str(path))
    except OSError as error:
        return Recording(faults=[f"{path}: {error.strerror}"])


def _call_of(log: Path, call: str) -> list[Timed]:
    try:
        entries = read_call(log, call)
    except LogError as error:
        raise _refusal(str(error)) from error
    if not entries:
        raise _refusal(f"{log}: no call {call!r}")
    return from_log(entries)


def _program(rules: Sequence[Path] | None) -> Program:
    loaded = load_given(rules)
    if loaded.program is None:
        raise _refusal(*map(str, loaded.errors))
    return loaded.program


def _same(_digest: str) -> None:
    """Named rules hold throughout, whatever was in force."""


@cache
def _kept(log: Path, digest: str) -> Program | None:
    """The rule set as the log keeps it."""
    sources = read_rules(log, digest)
    loaded = sources and load_sources(
        sources, folder=default_folder(), tokenizer=default_tokenizer()
    )
    if not loaded or loaded.program is None:
        typer.echo(
            f"{log}: rules {digest} are lost or no longer valid; those of today are used", err=True
        )
        return None
    return loaded.program


def _todays(program: Program, digest: str) -> None:
    """A recording names rules by digest only; those of today may not be the same."""
    if digest != program.rules.digest:
        typer.echo(f"rules {digest} are not those of today, which are used instead", err=True)


def _refusal(*lines: str) -> typer.Exit:
    for line in lines:
        typer.echo(line, err=True)
    return typer.Exit(BAD_INPUT)
