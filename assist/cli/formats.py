"""``assist formats``: whose messages can come in, and what each can and cannot tell; and what a
sample of them becomes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assist.core.names import meant
from assist.formats import Format
from assist.formats.leg import BadParameter, Leg
from assist.mappings import Known, known, read_mapping
from assist.mappings.load import SUFFIXES
from assist.mappings.trial import try_out

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

MISUSED = 2

WIDE = 120
"""Columns of a terminal that has room for the vendors' own names."""


app = typer.Typer(add_completion=False)

Folder = Annotated[
    Path | None,
    typer.Option(
        "--formats", envvar="ASSIST_FORMATS", help="Folder of formats of your own (YAML)."
    ),
]


@app.callback(invoke_without_command=True)
def formats(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array instead.")] = False,
    folder: Folder = None,
) -> None:
    """List vendors' formats and what each can and cannot tell; yours among them."""
    context.obj = known(folder)
    if context.invoked_subcommand is not None:
        return
    there = context.obj
    if as_json:
        told = [described(each) for each in there.formats.values()]
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _list(there)
    if there.faults:
        for fault in there.faults:
            typer.echo(fault, err=True)
        raise typer.Exit(1)


def _list(there: Known) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    room = console.width >= WIDE
    columns = [column for column in COLUMNS if room or column.title != "what"]
    for column in columns:
        table.add_column(column.title, no_wrap=column.title != "what")
    for each in there.formats.values():
        table.add_row(*(column.of(each) for column in columns))
    console.print(table)
    for each in there.formats.values():
        if each.note and each.name not in there.own:
            console.print(f"{each.name}: {each.note}", markup=False)
    for name, where in there.own.items():
        console.print(f"{name}: yours, {where}", markup=False)
    console.print(NOTE, markup=False)


@app.command("test")
def try_sample(
    context: typer.Context,
    format_: Annotated[
        str, typer.Argument(metavar="FORMAT", help="Its name, or the file of a mapping.")
    ],
    sample: Annotated[
        Path, typer.Argument(help="Messages as they came: JSON, one on each line or in an array.")
    ],
    speaker: Annotated[
        str, typer.Option(help="Who is heard: customer, agent; as in the address.")
    ] = "",
    channels: Annotated[
        str, typer.Option(help="Who is on which channel: 0:customer,1:agent; as in the address.")
    ] = "",
) -> None:
    """Read a sample of messages and show what each became. Exits with 1 when any cannot be read."""
    there = _format(context.obj, format_)
    try:
        leg = Leg.read(there, [("speaker", speaker), ("channels", channels)])
        text = sample.read_text(encoding="utf-8")
    except (BadParameter, OSError, UnicodeDecodeError) as fault:
        typer.echo(f"{sample}: {fault}" if not isinstance(fault, BadParameter) else fault, err=True)
        raise typer.Exit(MISUSED) from None
    trial = try_out(there, leg, text)
    for line in trial.lines:
        typer.echo(line)
    raise typer.Exit(1 if trial.faults else 0)


def _format(there: Known, wanted: str) -> Format:
    """The format of a name or of a file; tells what is wrong and exits with 2."""
    if wanted.endswith(SUFFIXES):
        mapped = read_mapping(Path(wanted))
        for problem in mapped.problems:
            typer.echo(str(problem), err=True)
        if mapped.format is None:
            raise typer.Exit(MISUSED)
        return mapped.format
    if wanted not in there.formats:
        for fault in there.faults:
            typer.echo(fault, err=True)
        near = meant(wanted, there.formats)
        told = f"; {near} was probably meant" if near else ""
        typer.echo(f"no format {wanted!r}{told}", err=True)
        raise typer.Exit(MISUSED)
    found: Format = there.formats[wanted]
    return found


def described(each: Format) -> dict[str, Any]:
    """What there is to tell of a format, as JSON."""
    plain = ("name", "title", "partials", "times", "roles", "emotion", "ids", "proof", "note")
    more = ("pushed", "signed", "websocket", "source")
    told = {name: getattr(each, name) for name in (*plain, *more)}
    return {**told, "speakers": dict(each.speakers)}
