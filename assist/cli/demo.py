"""``assist demo``: the sidecar with sample calls to play."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assist.ruleset.packs import copied_packs
from assist.server.crowd import crowd
from assist.server.demo import demo_routes
from assist.server.run import Server

from .serve import launch, read_settings


def demo(
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0: a free one [8713].")
    ] = None,
    log: Annotated[
        str | None, typer.Option(help="Log file to keep [one that goes with the demo].")
    ] = None,
) -> None:
    """Run the sidecar on this machine with sample calls; open the addresses that it prints.

    Its rules are a copy of those shipped, which may be edited in the console and goes with it.
    """
    with tempfile.TemporaryDirectory(prefix="assist-demo-") as folder:
        settings = read_settings(
            port=port,
            log=log or str(Path(folder) / "demo.db"),
            rules=os.environ.get("ASSIST_RULES") or copied_packs(Path(folder) / "rules"),
            rules_local=Path(folder) / "site",
        )
        status = launch(settings, announce=_announce, routes=demo_routes, beside=_beside)
    raise typer.Exit(status)


async def _beside(server: Server) -> None:
    await crowd(server.service, server.url.replace("http", "ws", 1))


def _announce(server: Server) -> None:
    gate = server.service.gate
    console = Console(highlight=False)
    console.print("Open this in a browser, choose a call and play it:\n")
    supervisor = "" if gate.supervisors is None else f"&supervisor={gate.supervisors}"
    console.print(f"  {server.url}/demo#token={gate.token}{supervisor}\n", soft_wrap=True)
    if gate.supervisors is not None:
        console.print("The supervisors' console, where more of them go on while you watch:\n")
        console.print(f"  {server.url}/console#token={gate.supervisors}\n", soft_wrap=True)
    console.print("Stop with Ctrl+C.")
