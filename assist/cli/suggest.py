"""``assist rules suggest``: phrases that the rules miss, and rules that do no good.

Exit codes: 0 done, 2 something could not be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from assist.backtest.figures import Figures, figures
from assist.backtest.patch import patch
from assist.backtest.running import Played
from assist.backtest.suggesting import Useless, deaf_spots, useless
from assist.backtest.words import WORDS
from assist.ruleset.saying import Lang
from assist.text import default_folder, default_tokenizer

from .backtest import find_calls, play_all
from .rules_given import (
    BAD_INPUT,
    PACKS_BY_DEFAULT,
    Language,
    language_of,
    print_json,
    program_of,
)

_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "never": "从来没有提示过", "too often": "{share}的通话里都有它，太多了",
        "calm": "{share}的平静通话里也有它", "unwanted": "{share}的反馈是“不对”或“不需要”",
        "rules": "值得看一看的规则", "fine": "没有哪条规则显得多余",
        "missed": "{met}/{expected} 个标注的需要被提示到",
        "unlabelled": "这些通话没有标注，所以没有说法可以建议",
    },
    "en": {
        "never": "never fired", "too often": "fires in {share} of the calls",
        "calm": "fires in {share} of the calm calls",
        "unwanted": "{share} of the agents' verdicts are “wrong” or “dismissed”",
        "rules": "rules worth a look", "fine": "no rule looks idle or noisy",
        "missed": "{met} of {expected} labelled needs were met",
        "unlabelled": "these calls have no labels, so there are no phrases to suggest",
    },
}  # fmt: skip


def suggest_rules(
    calls: Annotated[
        list[Path], typer.Argument(help="Folders or files: labelled calls, dialogues, recordings.")
    ],
    rules: Annotated[
        list[Path] | None,
        typer.Option("--rules", help=f"Packs; repeatable. {PACKS_BY_DEFAULT}"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the patch here, e.g. var/rules/more.yaml.")
    ] = None,
    least: Annotated[
        int, typer.Option("--at-least", min=1, help="In how many missed turns a phrase is said.")
    ] = 1,
    jobs: Annotated[int | None, typer.Option(min=1, help="As in `backtest`.")] = None,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Find phrases near labelled cues that no rule hears, and offer them as a patch; name rules
    that never fire, fire too often, or that agents wave away.

    The patch quotes what was said: keep it where the recordings are kept, and take only phrases.
    """
    words = language_of(lang)
    program = program_of(rules, words)
    found = find_calls(calls, words)
    results = play_all(found.cases, program, Played(), jobs, WORDS[words]["playing"])
    figured = figures(results, program.rules)
    folder, tokenizer = default_folder(), default_tokenizer()
    deaf = deaf_spots(found.cases, figured, program, folder, tokenizer, least=least)
    idle = useless(figured, found.cases, program.rules)
    if out is not None:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(patch(deaf), encoding="utf-8")
        except OSError as error:
            typer.echo(f"{out}: {error.strerror}", err=True)
            raise typer.Exit(BAD_INPUT) from None
    if as_json:
        print_json({"missed": [asdict(one) for one in deaf], "rules": [asdict(o) for o in idle]})
    else:
        _print(patch(deaf) if deaf and out is None else "", idle, figured, words)
    raise typer.Exit(BAD_INPUT if found.faults else 0)


def _print(patch_text: str, idle: Sequence[Useless], figured: Figures, lang: Lang) -> None:
    console, words = Console(soft_wrap=True, highlight=False), _WORDS[lang]
    if patch_text:
        console.print(Text(patch_text))
    score = figured.score
    said = words["missed"].format(met=score.met, expected=score.expected)
    console.print(Text(said if score.calls else words["unlabelled"], "dim"))
    console.print(Text(words["rules"] if idle else words["fine"], "bold"))
    for one in idle:
        if one.why != "never":
            why = words[one.why].format(share=f"{one.figure:.0%}")
            console.print(Text(f"  {one.rule}: {why}", "yellow"))
    never = ", ".join(one.rule for one in idle if one.why == "never")
    if never:
        console.print(Text(f"  {words['never']}: {never}", "dim"))
