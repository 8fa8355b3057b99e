"""``assist token``: a token for one agent's overlay."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from assist.ruleset.scalars import milliseconds
from assist.server.overlay_tokens import LONGEST_S, mint

from .serve import MISUSED, read_settings


def token(
    agent: Annotated[str, typer.Option(help="Whose overlay it is to open.")],
    duration: Annotated[
        str, typer.Option("--for", help="How long it is to hold: 30m, 12h, 7d at most.")
    ] = "12h",
) -> None:
    """Make a token that opens one agent's overlay for some hours, and nothing else.

    It is signed with ASSIST_OVERLAY_SECRET, which must be the server's.
    """
    held = milliseconds(duration)
    if held is None or not 1_000 <= held <= LONGEST_S * 1_000:
        typer.echo(f"--for {duration}: write a time of up to 7d, such as 30m or 12h", err=True)
        raise typer.Exit(MISUSED)
    if not 1 <= len(agent) <= 128:
        typer.echo("--agent: has 1 to 128 characters", err=True)
        raise typer.Exit(MISUSED)
    secrets = read_settings().overlay_secrets
    if not secrets:
        typer.echo(
            "ASSIST_OVERLAY_SECRET is not set. Make one (openssl rand -hex 32), give it to the "
            "server and to whatever makes tokens.",
            err=True,
        )
        raise typer.Exit(MISUSED)
    typer.echo(mint(secrets[0], agent, int(time.time()) + held // 1_000))
