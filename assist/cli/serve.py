"""``assist serve``: the sidecar."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
from pydantic import ValidationError
from rich.console import Console
from starlette.routing import BaseRoute

from assist.log.base import LogError
from assist.mappings import FormatsFaulty
from assist.server.logs import set_up_logging
from assist.server.misuse import Misused
from assist.server.packs import counted, left_out
from assist.server.run import RulesFaulty, Server, run
from assist.server.service import Service
from assist.server.settings import Settings

FAILED = 1
MISUSED = 2

NOTHING_TO_OVERRIDE = "R212"

_err = Console(stderr=True, highlight=False)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on [127.0.0.1].")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0: a free one [8713].")
    ] = None,
    log: Annotated[
        str | None, typer.Option(help="Log file, or `memory` to store nothing [var/assist.db].")
    ] = None,
    rules: Annotated[
        list[Path] | None,
        typer.Option(
            help="Rule pack (repeatable), instead of those shipped; var/rules runs beside either "
            "[those shipped]."
        ),
    ] = None,
    token: Annotated[
        str | None, typer.Option(help="What clients must show; better given as ASSIST_TOKEN.")
    ] = None,
) -> None:
    """Run the sidecar: transcript events in, hints out. Options go before ASSIST_* variables."""
    settings = read_settings(host=host, port=port, log=log, rules=rules or None, token=token)
    raise typer.Exit(launch(settings, announce=lambda server: _announce(server, settings)))


def read_settings(**given: Any) -> Settings:
    """Settings from options over the environment; tells what is wrong and exits with 2."""
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as fault:
        for each in fault.errors(include_url=False, include_input=False):
            name = ".".join(map(str, each["loc"]))
            _err.print(f"{name}: {each['msg']}" if name else each["msg"])
        raise typer.Exit(MISUSED) from None


def launch(
    settings: Settings,
    *,
    announce: Callable[[Server], None],
    routes: Callable[[Service], Sequence[BaseRoute]] = lambda _service: (),
    beside: Callable[[Server], Coroutine[Any, Any, None]] | None = None,
) -> int:
    """Serve until told to stop, and do what goes on ``beside`` it; the exit status. What keeps it
    from starting is told in words."""
    set_up_logging(settings.log_level)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(run(settings, announce, routes=routes, beside=beside))
    except RulesFaulty as fault:
        _err.print(str(fault), markup=False)
        _err.print("The rules have errors; nothing was started.")
        if settings.rules and any(each.code == NOTHING_TO_OVERRIDE for each in fault.loaded.errors):
            _err.print(
                "--rules and ASSIST_RULES name all packs that are run, and an override needs the "
                "one that it changes: leave them out, or name that pack, too.",
                soft_wrap=True,
            )
    except Misused as fault:
        _err.print(str(fault), markup=False, soft_wrap=True)
        return MISUSED
    except FormatsFaulty as fault:
        _err.print(str(fault), markup=False, soft_wrap=True)
        _err.print("The formats have errors; nothing was started.")
    except LogError as fault:
        _err.print(f"The log cannot be opened: {fault}", markup=False)
    except OSError as fault:
        # A name that is known to be nobody's; one that cannot be looked up now may be later.
        if isinstance(fault, socket.gaierror) and fault.errno == socket.EAI_NONAME:
            _err.print(f"host: {settings.host}: nothing has that name", markup=False)
            return MISUSED
        _err.print(f"Cannot listen on {settings.host}:{settings.port}: {fault}", markup=False)
    return FAILED


def _announce(server: Server, settings: Settings) -> None:
    """Say where it listens, by which rules, and the token if it was made here."""
    Console(highlight=False).print(f"Listening on {server.url}")
    rules, packs = server.service.node.program.rules, server.service.studio.paths
    of = f"{counted(rules)} of {', '.join(map(str, packs))}"
    Console(highlight=False).print(f"Running {of}", markup=False, soft_wrap=True)
    if (missing := left_out(settings, rules)) is not None:
        _err.print(
            f"Warning: only {of}, because --rules or ASSIST_RULES names all that is run. The packs "
            f"that came with the program ({', '.join(missing.packs)}) are left out. {missing.how}",
            markup=False,
            soft_wrap=True,
        )
    if server.service.rule_problems:
        _err.print(
            f"Warning: the rule files have {server.service.rule_problems} errors (told in the log "
            "above). What runs is what was in force last; mend the files, and they are read.",
            soft_wrap=True,
        )
    if settings.token is None:
        Console(highlight=False).print(f"Token: {server.service.gate.token}", soft_wrap=True)
    gate = server.service.gate
    if settings.supervisor_token is None and gate.supervisors is not None:
        address = f"{server.url}/console#token={gate.supervisors}"
        Console(highlight=False).print(f"Console: {address}", soft_wrap=True)
