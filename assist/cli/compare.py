"""``assist rules diff``: what changed between two rule sets, in words.

Exit codes: 0 nothing changed, 1 something did, 2 something could not be read.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from assist.ruleset.difference import difference, tell

from .rules_given import Language, language_of, print_json, program_of

_STYLE = {"new": "green", "gone": "red", "changed": "yellow"}


def diff_rules(
    old: Annotated[Path, typer.Argument(help="The packs as they were: a folder or a file.")],
    new: Annotated[Path, typer.Argument(help="The packs as they are.")],
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Tell what changed between two rule sets: phrases, conditions, wordings, and the rules that
    feel it.

    How calls go otherwise for it: `assist rules backtest CALLS --rules NEW --against OLD`.
    """
    words = language_of(lang)
    before, after = program_of([old], words).rules, program_of([new], words).rules
    changes = difference(before, after, words)
    if as_json:
        print_json({"changes": [asdict(change) for change in changes]})
    else:
        console = Console(soft_wrap=True, highlight=False)
        for change in changes:
            heading, *below = tell(change, words)
            console.print(Text(heading, _STYLE[change.what]))
            for line in below:
                style = {"+": "green", "-": "red"}.get(line.lstrip()[:1], "")
                console.print(Text(line, style))
        if not changes:
            console.print("没有改动" if words == "zh" else "nothing changed")
    raise typer.Exit(1 if changes else 0)
