"""``assist replay``: recordings, or a call of the log, through the engine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assist.core.hints import to_wire
from assist.core.program import Program
from assist.log.base import LogError
from assist.log.sqlite import read_call, read_rules
from assist.node.replay import ProgramOf, Recording, Timed, from_log, play, read_recording
from assist.proto.messages import encode
from assist.ruleset import load, load_sources
from assist.ruleset.packs import shipped_packs
from assist.text import default_folder, default_tokenizer

from .timeline import tell

BAD_INPUT = 2
"""Exit code: something could not be read; what could be was replayed."""


def replay(
    recordings: Annotated[
        list[Path] | None, typer.Argument(help="Recordings: JSON Lines of events.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each event out.")
    ] = False,
    rules: Annotated[
        list[Path] | None,
        typer.Option(
            "--rules", help="Packs to use instead of those of the log or those shipped; repeatable."
        ),
    ] = None,
    log: Annotated[Path | None, typer.Option("--log", help="An SQLite log, also in use.")] = None,
    call: Annotated[str | None, typer.Option("--call", help="Which call of the log.")] = None,
) -> None:
    """Play recordings, or one call of a log, and print what the agent would have seen.

    Exits with 2 when a recording, a log or a rule could not be read; the others are replayed.
    """
    if bool(recordings) == bool(log) or (log is None) != (call is None):
        raise typer.BadParameter("name recordings, or --log FILE with --call ID")
    program = _program(rules)
    failed = False
    if log is not None and call is not None:
        entries = _call_of(log, call)
        program_of = partial(_kept, log) if not rules else _same
        _print(call, entries, program, program_of, as_json=as_json)
    for path in recordings or ():
        recording = _read(path)
        for problem in (*recording.faults, *recording.warnings):
            typer.echo(problem, err=True)
        if recording.faults:
            failed = True
            continue
        for name, timed in recording.calls.items():
            program_of = _same if rules else partial(_shipped, program)
            _print(name, timed, program, program_of, as_json=as_json)
    if failed:
        raise typer.Exit(BAD_INPUT)


def _print(
    call: str, entries: Sequence[Timed], program: Program, program_of: ProgramOf, *, as_json: bool
) -> None:
    steps = play(call, entries, program, program_of)
    if as_json:
        lines = [encode(to_wire(event)) for step in steps for event in step.out]
        # Bytes, so that the locale has no say in them.
        typer.get_binary_stream("stdout").write(b"".join(line + b"\n" for line in lines))
    else:
        tell(Console(highlight=False), call, steps)


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
    loaded = load(rules or shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer())
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
            f"{log}: rules {digest} are lost or no longer valid; shipped ones used", err=True
        )
        return None
    return loaded.program


def _shipped(program: Program, digest: str) -> None:
    """A recording names rules by digest only; those shipped may not be the same."""
    if digest != program.rules.digest:
        typer.echo(f"rules {digest} are not those shipped, which are used instead", err=True)


def _refusal(*lines: str) -> typer.Exit:
    for line in lines:
        typer.echo(line, err=True)
    return typer.Exit(BAD_INPUT)
