"""``assist forget``: delete what is remembered of a customer, and what was said in their calls."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assist.archive import schema as archive
from assist.archive.store import Store as ArchiveStore
from assist.log.base import InUseError, LogError
from assist.log.customers import calls_of
from assist.log.erasing import Erased, erase_calls
from assist.log.sqlite import SqliteLog
from assist.memory.base import MemoryFault
from assist.memory.store import Store, beside
from assist.server.settings import Settings

FAILED, MISUSED = 1, 2

_err = Console(stderr=True, highlight=False, soft_wrap=True)


def forget(
    customer: Annotated[str, typer.Argument(help="The customer's key, as integrators give it.")],
    *,
    calls: Annotated[
        bool, typer.Option("--calls", help="Their calls, too; the server must not run.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what there is; the server may run.")
    ] = False,
    log: Annotated[
        Path | None, typer.Option(help="The log that the memory lies beside [ASSIST_LOG].")
    ] = None,
) -> None:
    """Delete all that is remembered of a customer, whether the server runs or not. Calls that are
    live leave nothing either.

    With --calls, what was said in every call of theirs that has ended, too: from the log and the
    archive.

    Exit status: 0 done, also where nothing was known; 1 it could not be; 2 there is no memory.
    """
    where = log or Path(os.environ.get("ASSIST_LOG", Settings.model_fields["log"].default))
    path = beside(where)
    if not path.is_file():
        _err.print(f"{path}: there is no such file; name the log with --log", markup=False)
        raise typer.Exit(MISUSED)
    try:
        if dry_run:
            _tell(path, where, customer)
            return
        if calls:
            _tell_erased(_erase(where, customer))
        with closing(Store(path)) as store:
            gone = store.erase(customer, round(time.time() * 1000))
    except (MemoryFault, LogError, archive.ArchiveError) as fault:
        _err.print(str(fault), markup=False)
        if isinstance(fault, InUseError):
            _err.print("While the server runs: DELETE /v1/customers/KEY/calls", markup=False)
        raise typer.Exit(FAILED) from None
    typer.echo(f"{gone} forgotten" if gone else "nothing was known")


def _tell(memory: Path, log: Path, customer: str) -> None:
    with closing(Store(memory)) as store:
        known = store.read(customer, oldest=0)
    typer.echo(f"remembered: {len(known)}")
    names = calls_of(log, customer)
    typer.echo(f"calls: {len(names)}")
    for name in names:
        typer.echo(f"  {name}")


def _erase(log: Path, customer: str) -> Erased:
    async def erase() -> Erased:
        kept = await SqliteLog.open(log)
        try:
            # The archive first: broken off in between, the log still tells whose calls they are.
            names = await kept.of_customer(customer)
            _erase_archived(archive.beside(log), names)
            return await erase_calls(kept, names)
        finally:
            await kept.close()

    return asyncio.run(erase())


def _erase_archived(path: Path, calls: Sequence[str]) -> None:
    if path.is_file():
        with closing(ArchiveStore(archive.connect(path))) as store:
            store.forget(calls)


def _tell_erased(erased: Erased) -> None:
    typer.echo(f"calls deleted: {len(erased.gone)}")
    if erased.live:
        typer.echo(f"not ended, ask again when they have: {len(erased.live)}")
        for name in erased.live:
            typer.echo(f"  {name}")
