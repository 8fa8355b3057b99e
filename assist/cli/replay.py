"""``assist replay``: recordings, or a call of the log, through the engine."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from assist.core.hints import to_wire
from assist.proto.messages import encode

from .calls import BAD_INPUT, CallId, Calls, Log, Recordings, Rules
from .timeline import tell


def replay(
    recordings: Recordings = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each event out.")
    ] = False,
    rules: Rules = None,
    log: Log = None,
    call: CallId = None,
) -> None:
    """Play recordings, or one call of a log, and print what the agent would have seen.

    Exits with 2 when a recording, a log or a rule could not be read; the others are replayed.
    """
    calls = Calls(recordings or (), rules, log, call)
    for name, steps in calls:
        if as_json:
            lines = [encode(to_wire(event)) for step in steps for event in step.out]
            # Bytes, so that the locale has no say in them.
            typer.get_binary_stream("stdout").write(b"".join(line + b"\n" for line in lines))
        else:
            tell(Console(highlight=False), name, steps)
    if calls.failed:
        raise typer.Exit(BAD_INPUT)
