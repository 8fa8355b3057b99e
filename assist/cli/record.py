"""``assist record``: calls of a log, live ones too, into recordings.

The log is where a recording is taken from because it holds what the engine was given, in its order,
with the node's clock and already masked: what is replayed from it shows the same hints again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO
from urllib.parse import quote

import typer

from assist.core.events import CallEnd
from assist.log.base import Entry, LogError
from assist.log.sqlite import read_call, read_names
from assist.privacy import mask_event
from assist.proto.messages import encode

BAD_INPUT = 2
POLL_S = 0.5
"""How often a log that is followed is looked at."""


def record(
    log: Annotated[Path, typer.Option("--log", help="The server's log, also in use.")] = Path(
        "var/assist.db"
    ),
    call: Annotated[
        list[str] | None, typer.Option("--call", help="Which call (repeatable) [all of the log].")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for CALL.jsonl files [print one call].")
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Go on with live calls until they end.")
    ] = False,
) -> None:
    """Write calls as recordings: JSON Lines, masked, to be replayed, simulated or tested with.

    With --follow and no --call: every call that is live or begins from now on, until Ctrl+C.
    """
    if out is None and (call is None or len(call) != 1):
        raise typer.BadParameter("give a folder, --out, or one call, --call")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    try:
        if follow:
            _follow(log, call, out)
        else:
            _all(log, call, out)
    except LogError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        pass


def _all(log: Path, wanted: Sequence[str] | None, out: Path | None) -> None:
    """What there is now."""
    missing = False
    for name in wanted or [name for name, _ in read_names(log)]:
        entries = read_call(log, name)
        if not entries:
            typer.echo(f"{log}: no call {name!r}", err=True)
            missing = True
            continue
        _write(name, out, entries, again=False)
    if missing:
        raise typer.Exit(BAD_INPUT)


def _follow(log: Path, wanted: Sequence[str] | None, out: Path | None) -> None:
    """What there is and what comes, until the calls wanted have ended."""
    over = {name for name, ended in read_names(log) if ended and name not in (wanted or ())}
    written: dict[str, int] = {}
    while True:
        for name in wanted or [name for name, _ in read_names(log)]:
            if name in over:
                continue
            entries = read_call(log, name)
            fresh = [entry for entry in entries if entry.offset > written.get(name, 0)]
            if fresh:
                _write(name, out, fresh, again=name in written)
                written[name] = fresh[-1].offset
            if entries and isinstance(entries[-1].event, CallEnd):
                over.add(name)
        if wanted is not None and over.issuperset(wanted):
            return
        time.sleep(POLL_S)


def _write(name: str, out: Path | None, entries: Sequence[Entry], *, again: bool) -> None:
    if out is None:
        _put(typer.get_binary_stream("stdout"), entries)
        return
    path = out / f"{quote(name, safe='')}.jsonl"
    with path.open("ab" if again else "wb") as file:
        _put(file, entries)
    if not again:
        typer.echo(str(path))


def _put(file: BinaryIO, entries: Sequence[Entry]) -> None:
    file.writelines(lines(entries))
    file.flush()


def lines(entries: Sequence[Entry]) -> Iterator[bytes]:
    """A recording's lines: events with ``received``, masked anew (which changes nothing unless
    masking has improved since)."""
    for entry in entries:
        event = mask_event(entry.event).model_dump(mode="json", exclude_defaults=True)
        yield encode({**event, "received": entry.received}) + b"\n"
