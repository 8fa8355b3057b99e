"""``assist formats``: whose messages can come in, and what each can and cannot tell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assist.formats import FORMATS, Format

NOTE = """\
Address: /v1/ingest/NAME, by websocket and by POST (those marked POST: by POST only).
Proof: real = tested against payloads of a running server or a vendor's own log; documented = only
against the documented shape, no real payload being at hand.
Pages: docs/integrators/vendors/NAME.md"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table."""

    title: str
    of: Any


COLUMNS = (
    Column("name", lambda f: f.name),
    Column("what", lambda f: f.title),
    Column("partials", lambda f: "yes" if f.partials else "no"),
    Column("times", lambda f: f.times),
    Column("roles", lambda f: f.roles),
    Column("emotion", lambda f: "yes" if f.emotion else "no"),
    Column("ids", lambda f: "theirs" if f.ids else "ours"),
    Column("way", lambda f: "both" if f.websocket else "POST"),
    Column("proof", lambda f: f.proof.split()[0]),
)

WIDE = 120
"""Columns of a terminal that has room for the vendors' own names."""


def formats(
    *, as_json: Annotated[bool, typer.Option("--json", help="One JSON array instead.")] = False
) -> None:
    """List vendors' formats and what each can and cannot tell."""
    if as_json:
        typer.echo(json.dumps([described(each) for each in FORMATS.values()], ensure_ascii=False))
        return
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    room = console.width >= WIDE
    columns = [column for column in COLUMNS if room or column.title != "what"]
    for column in columns:
        table.add_column(column.title, no_wrap=column.title != "what")
    for each in FORMATS.values():
        table.add_row(*(column.of(each) for column in columns))
    console.print(table)
    for each in FORMATS.values():
        if each.note:
            console.print(f"{each.name}: {each.note}", markup=False)
    console.print(NOTE, markup=False)


def described(each: Format) -> dict[str, Any]:
    """What there is to tell of a format, as JSON."""
    plain = ("name", "title", "partials", "times", "roles", "emotion", "ids", "proof", "note")
    more = ("pushed", "signed", "websocket", "source")
    told = {name: getattr(each, name) for name in (*plain, *more)}
    return {**told, "speakers": dict(each.speakers)}
