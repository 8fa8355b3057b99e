"""``assist doctor``: what is wrong with a deployment, in plain words.

Exit codes: 0 all is well, 1 it works and something should be looked at, 2 it does not work.
"""

from __future__ import annotations

import asyncio
import os
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from assist.doctor.checks import examine
from assist.doctor.findings import Finding, Level, Tongue
from assist.doctor.web import Address

from .rules_given import BAD_INPUT, print_json
from .tongue import spoken

_MARKS = {Level.WELL: ("✓", "green"), Level.DOUBTFUL: ("!", "yellow"), Level.WRONG: ("✗", "red")}
_VERDICTS: dict[Level, dict[str, str]] = {
    Level.WELL: {"en": "All is well.", "zh": "一切正常。"},
    Level.DOUBTFUL: {
        "en": "It works; look at what is marked !",
        "zh": "可以用；请看带 ! 的各项。",
    },
    Level.WRONG: {
        "en": "It does not work; begin at the first ✗",
        "zh": "用不了；从第一个 ✗ 查起。",
    },
}


class Language(StrEnum):
    """Of what is said, and of the made-up call."""

    ZH = "zh"
    EN = "en"


def doctor(
    url: Annotated[
        str, typer.Argument(help="The server, as its peers reach it: ws://HOST:PORT, https://HOST.")
    ] = "ws://127.0.0.1:8713",
    token: Annotated[
        str | None, typer.Option(help="The server's token; better given as ASSIST_TOKEN.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option(help="The origin of your desktop's pages: may they connect?")
    ] = None,
    ca: Annotated[
        str | None, typer.Option(help="Certificates to trust beside the system's.")
    ] = None,
    say: Annotated[
        list[str] | None,
        typer.Option(help="What the made-up customer says (repeatable) [for the shipped rules]."),
    ] = None,
    call: Annotated[bool, typer.Option(help="Make up a call, for an agent whom nobody is.")] = True,
    lang: Annotated[
        Language | None, typer.Option(help="Language to answer in, and of the call.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Check a deployment end to end: network, TLS, token, origins, websockets, a call and its
    hint."""
    tongue: Tongue = "zh" if (lang or spoken()) == "zh" else "en"
    try:
        address = Address.parse(
            url, token or os.environ.get("ASSIST_TOKEN", "").partition(",")[0].strip(), ca
        )
    except (ValueError, OSError) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(BAD_INPUT) from None
    console = Console(highlight=False, quiet=as_json)
    found: list[Finding] = []

    async def go() -> None:
        async for finding in examine(
            address, origin=origin, language=tongue, sayings=say or (), call=call
        ):
            found.append(finding)
            _tell(console, finding, tongue)

    asyncio.run(go())
    worst = max(finding.level for finding in found)
    if as_json:
        told = [
            {
                "code": each.code,
                "level": each.level.name.lower(),
                "what": each.what(tongue),
                "remedy": each.remedy(tongue),
            }
            for each in found
        ]
        print_json({"ok": worst is Level.WELL, "findings": told})
    else:
        console.print(Text(_VERDICTS[worst][tongue], "bold"))
    raise typer.Exit(int(worst))


def _tell(console: Console, finding: Finding, tongue: Tongue) -> None:
    mark, style = _MARKS[finding.level]
    console.print(Text(f"{mark} ", style) + Text(finding.what(tongue)), soft_wrap=True)
    if remedy := finding.remedy(tongue):
        console.print(Text(f"  → {remedy}", "dim"), soft_wrap=True)
