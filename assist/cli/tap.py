"""``assist tap``: overhear the recogniser."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
from pydantic import ValidationError
from rich.console import Console
from ruamel.yaml.error import YAMLError

from assist.mappings import FormatsFaulty
from assist.server.logs import set_up_logging
from assist.tap.server import opened
from assist.tap.settings import TapSettings, read_file

FAILED = 1
MISUSED = 2

_err = Console(stderr=True, highlight=False, soft_wrap=True)


def tap(
    upstream: Annotated[
        list[str] | None,
        typer.Option(help="Recogniser: wss://HOST[:PORT], or NAME=wss://… (repeatable)."),
    ] = None,
    sidecar: Annotated[
        str | None, typer.Option(help="Address of the sidecar [ws://127.0.0.1:8713].")
    ] = None,
    token: Annotated[
        str | None, typer.Option(help="The sidecar's token; better given as ASSIST_TOKEN.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on [127.0.0.1].")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0: a free one [8714].")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="YAML file with any of the settings.")] = None,
    log_level: Annotated[str, typer.Option(help="Least severe line of the log.")] = "info",
) -> None:
    """Pass a recogniser's websockets through, byte for byte, and send its transcripts to the
    sidecar.

    Change one URL: wss://ASR/PATH?QUERY becomes
    ws://TAP:8714/t/FORMAT;call=…;agent=…;speaker=customer/PATH?QUERY
    """
    given: dict[str, Any] = {
        "upstreams": upstream or None,
        "sidecar": sidecar,
        "token": token,
        "host": host,
        "port": port,
    }
    settings = _settings(config, {k: v for k, v in given.items() if v is not None})
    set_up_logging(log_level)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_run(settings))
    except FormatsFaulty as fault:
        _err.print(str(fault), markup=False)
        raise typer.Exit(FAILED) from None
    except OSError as fault:
        _err.print(f"Cannot listen on {settings.host}:{settings.port}: {fault}", markup=False)
        raise typer.Exit(FAILED) from None


def _settings(config: Path | None, given: dict[str, Any]) -> TapSettings:
    """Options over the environment over the file; tells what is wrong and exits with 2."""
    try:
        filed = read_file(config) if config is not None else {}
        return TapSettings(**{**filed, **given})
    except ValidationError as fault:
        for each in fault.errors(include_url=False, include_input=False):
            name = ".".join(map(str, each["loc"]))
            told = each["msg"].removeprefix("Value error, ")
            if name == "upstreams" and each["type"] == "missing":
                told = "name the recogniser to pass calls on to: --upstream wss://HOST"
            _err.print(f"{name}: {told}" if name else told, markup=False)
    except (OSError, YAMLError, ValueError) as fault:
        _err.print(f"{config}: {fault}", markup=False)
    raise typer.Exit(MISUSED)


async def _run(settings: TapSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with opened(settings) as running:
        scheme = "wss" if settings.cert is not None else "ws"
        Console(highlight=False).print(f"Listening on {scheme}://{settings.host}:{running.port}")
        await stop.wait()
