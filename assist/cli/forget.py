"""``assist forget``: delete all that is remembered of a customer."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assist.memory.base import MemoryFault
from assist.memory.store import Store, beside
from assist.server.settings import Settings

FAILED, MISUSED = 1, 2

_err = Console(stderr=True, highlight=False)


def forget(
    customer: Annotated[str, typer.Argument(help="The customer's key, as integrators give it.")],
    log: Annotated[
        Path | None, typer.Option(help="The log that the memory lies beside [ASSIST_LOG].")
    ] = None,
) -> None:
    """Delete all that is remembered of a customer, whether the server runs or not. Calls that are
    live leave nothing either.

    Exit status: 0 done, also where nothing was known; 1 it could not be; 2 there is no memory.
    """
    where = log or Path(os.environ.get("ASSIST_LOG", Settings.model_fields["log"].default))
    path = beside(where)
    if not path.is_file():
        _err.print(f"{path}: there is no such file; name the log with --log", markup=False)
        raise typer.Exit(MISUSED)
    try:
        store = Store(path)
        try:
            gone = store.erase(customer, round(time.time() * 1000))
        finally:
            store.close()
    except MemoryFault as fault:
        _err.print(str(fault), markup=False)
        raise typer.Exit(FAILED) from None
    typer.echo(f"{gone} forgotten" if gone else "nothing was known")
