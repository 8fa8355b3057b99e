"""``assist simulate``: made-up calls against a real server.

Exit codes: 0 every call was carried, 1 some were not, 2 nothing could be played.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
from collections.abc import Collection
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from assist.client import Refused
from assist.ruleset.chinese import text_in
from assist.simulate.figures import Figures, quantile
from assist.simulate.playing import Plan, play
from assist.simulate.scripts import find_scripts
from assist.simulate.vendors import VENDORS

from .rules_given import BAD_INPUT, language_of, print_json

FAILED = 1


def simulate(
    url: Annotated[str, typer.Argument(help="The server: ws://HOST:PORT.")] = "ws://127.0.0.1:8713",
    calls: Annotated[
        list[Path] | None,
        typer.Argument(help="Sample calls, rule tests, labelled calls, recordings [the samples]."),
    ] = None,
    token: Annotated[
        str | None, typer.Option(help="The server's token; better given as ASSIST_TOKEN.")
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="Speak as this vendor's recogniser [native].")
    ] = None,
    speed: Annotated[
        float, typer.Option(min=0, max=1000, help="2: twice as fast as people talk; 0: at once.")
    ] = 1.0,
    concurrency: Annotated[int, typer.Option(min=1, max=5000, help="Calls side by side.")] = 1,
    count: Annotated[int | None, typer.Option(min=1, help="Calls in all [each one once].")] = None,
    seconds: Annotated[float, typer.Option("--for", min=1, help="No call is begun after.")] = 600.0,
    agents: Annotated[
        str, typer.Option(help="The agents' names begin so; open the overlay of sim-1 and look.")
    ] = "sim",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object at the end.")] = False,
    yes_really: Annotated[
        bool, typer.Option("--yes-really", help="Also against a server on another machine.")
    ] = False,
) -> None:
    """Play calls against a server, with a live table of what comes of them."""
    if "://" not in url:
        raise typer.BadParameter(
            f"{url} is no address; write the server first, then what to play: "
            f"assist simulate ws://127.0.0.1:8713 {url}"
        )
    if not yes_really and not is_loopback(url):
        raise typer.BadParameter(
            f"{url} is not this machine. Made-up calls would show hints to real agents and stay in "
            "its log; if that is what you want, say --yes-really"
        )
    if format_ not in (None, "native", *VENDORS):
        raise typer.BadParameter(
            f"there is no simulated recogniser for {format_!r}; there are "
            f"{', '.join(sorted(VENDORS))}, and native"
        )
    found = find_scripts(calls or [])
    told = found.faults if found.scripts else [*found.faults, "no calls to play"]
    for said in told:
        typer.echo(text_in(said, language_of(None)), err=True)
    if not found.scripts:
        raise typer.Exit(BAD_INPUT)
    plan = Plan(
        url=url,
        token=token or os.environ.get("ASSIST_TOKEN", "").partition(",")[0].strip(),
        scripts=found.scripts,
        format=None if format_ == "native" else format_,
        speed=speed,
        concurrency=concurrency,
        calls=count or len(found.scripts),
        seconds=seconds,
        agents=agents,
    )
    figures = Figures()
    try:
        asyncio.run(_run(plan, figures, quiet=as_json))
    except Refused as refused:
        typer.echo(f"The server will not have us: {refused}", err=True)
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        pass
    if as_json:
        print_json(figures.to_json())
    raise typer.Exit(0 if figures.all_right else FAILED)


async def _run(plan: Plan, figures: Figures, *, quiet: bool) -> None:
    if quiet:
        await play(plan, figures)
        return
    with Live(console=Console(stderr=False), refresh_per_second=4) as live:
        playing = asyncio.create_task(play(plan, figures))
        while not playing.done():
            live.update(table(figures))
            await asyncio.wait([playing], timeout=0.25)
        live.update(table(figures))
        await playing


def table(figures: Figures) -> Table:
    """How it stands."""
    shown = Table(box=None, show_header=False, pad_edge=False)
    shown.add_column(style="dim")
    shown.add_column()
    failed = f", [red]{figures.failed} failed[/]" if figures.failed else ""
    shown.add_row("calls", f"{figures.live} live, {figures.ended} of {figures.total} ended{failed}")
    shown.add_row("fragments", f"{figures.fragments}, {figures.rate:.0f}/s")
    shown.add_row("acknowledged", _spread(figures.acks))
    shown.add_row("hints", f"{figures.hints}; after the words: {_spread(figures.delays)}")
    for code, times in figures.errors.most_common(5):
        shown.add_row("", f"[red]{times} × {code}[/]")
    return shown


def _spread(seconds: Collection[float]) -> str:
    middle, late = quantile(seconds, 0.5), quantile(seconds, 0.99)
    return "–" if middle is None else f"p50 {middle:g} ms, p99 {late:g} ms"


def is_loopback(url: str) -> bool:
    """Whether the address is this very machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
