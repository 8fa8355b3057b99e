"""What the commands around rules share: which rules are meant, and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from assist.core.program import Program
from assist.ruleset import Loaded, load
from assist.ruleset.chinese import problem_in
from assist.ruleset.packs import LOCAL_VARIABLE, local_pack, shipped_packs, with_local
from assist.ruleset.saying import Lang
from assist.text import default_folder, default_tokenizer

from .tongue import spoken

BAD_INPUT = 2
"""Exit code: something could not be read."""

PACKS_BY_DEFAULT = "Default: those shipped, and your own (ASSIST_RULES_LOCAL, else var/rules)."
_YOURS = {
    "zh": "连同您自己的规则包 {local}（由 {variable} 指定，默认 var/rules）",
    "en": "with your own pack {local} (named by {variable}, else var/rules)",
}

Language = Annotated[
    Lang | None, typer.Option("--lang", help="zh or en; default: as the environment says.")
]


def language_of(asked: Lang | None) -> Lang:
    """The language to tell things in."""
    if asked is not None:
        return asked
    return spoken()


def packs_given(paths: Sequence[Path] | None, lang: Lang | None = None) -> list[Path]:
    """The packs at ``paths``, else those that a server runs by itself: those shipped and the site's
    own, of which it is told on standard error. Ends the command where there are none."""
    if paths:
        return list(paths)
    try:
        shipped = shipped_packs()
    except FileNotFoundError as missing:
        typer.echo(str(missing), err=True)
        raise typer.Exit(BAD_INPUT) from None
    local = local_pack()
    packs = with_local(shipped, local)
    if len(packs) > len(shipped):
        told = _YOURS[language_of(lang)].format(local=local, variable=LOCAL_VARIABLE)
        typer.echo(told, err=True)
    return packs


def load_given(paths: Sequence[Path] | None, lang: Lang | None = None) -> Loaded:
    """The rules of :func:`packs_given`."""
    packs = packs_given(paths, lang)
    return load(packs, folder=default_folder(), tokenizer=default_tokenizer())


def program_of(paths: Sequence[Path] | None, lang: Lang | None = None) -> Program:
    """The same, ready to run; ends the command, telling why, where they have errors."""
    loaded = load_given(paths, lang)
    if loaded.program is None:
        for problem in loaded.errors:
            typer.echo(str(problem_in(problem, language_of(lang))), err=True)
        raise typer.Exit(BAD_INPUT)
    return loaded.program


def print_json(value: Any) -> None:
    """One JSON object, in the characters it is about."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=asdict))
