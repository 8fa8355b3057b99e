"""What the commands around rules share: which rules are meant, and JSON for programs."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from assist.core.program import Program
from assist.ruleset import Loaded, load
from assist.ruleset.packs import shipped_packs
from assist.ruleset.saying import Lang
from assist.text import default_folder, default_tokenizer

BAD_INPUT = 2
"""Exit code: something could not be read."""

Language = Annotated[
    Lang | None, typer.Option("--lang", help="zh or en; default: as the environment says.")
]


def language_of(asked: Lang | None) -> Lang:
    """The language to tell things in."""
    if asked is not None:
        return asked
    said = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return "zh" if said.startswith("zh") else "en"


def load_given(paths: Sequence[Path] | None) -> Loaded:
    """The rules at ``paths``, else those shipped. Ends the command where there are none."""
    try:
        chosen = list(paths or shipped_packs())
    except FileNotFoundError as missing:
        typer.echo(str(missing), err=True)
        raise typer.Exit(BAD_INPUT) from None
    return load(chosen, folder=default_folder(), tokenizer=default_tokenizer())


def program_of(paths: Sequence[Path] | None) -> Program:
    """The same, ready to run; ends the command, telling why, where they have errors."""
    loaded = load_given(paths)
    if loaded.program is None:
        for problem in loaded.errors:
            typer.echo(str(problem), err=True)
        raise typer.Exit(BAD_INPUT)
    return loaded.program


def print_json(value: Any) -> None:
    """One JSON object, in the characters it is about."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=asdict))
