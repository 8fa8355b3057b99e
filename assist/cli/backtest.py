"""``assist rules backtest``: a rule set against many calls, and what an edit changes.

Exit codes: 0 all is well, 1 a figure below what was asked for, 2 something could not be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assist.backtest.changes import CallChange, changes
from assist.backtest.figures import Figures, figures
from assist.backtest.page import page
from assist.backtest.playing import Result
from assist.backtest.reading import Case, Found, find
from assist.backtest.running import Played, backtest
from assist.backtest.words import WORDS
from assist.core.program import Program
from assist.ruleset.chinese import text_in
from assist.ruleset.saying import Lang

from .backtest_tables import tell
from .rules_given import (
    BAD_INPUT,
    PACKS_BY_DEFAULT,
    Language,
    language_of,
    print_json,
    program_of,
)

FAULTS_TOLD = 10


def backtest_rules(
    calls: Annotated[
        list[Path],
        typer.Argument(help="Folders or files: labelled calls, dialogues, recordings."),
    ],
    rules: Annotated[
        list[Path] | None,
        typer.Option("--rules", help=f"Packs to test; repeatable. {PACKS_BY_DEFAULT}"),
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", help="Other rules, to see which calls change; repeatable."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with charts.")] = None,
    rewrites: Annotated[
        float,
        typer.Option(min=0, max=1, help="Share of made hypotheses that end in wrong characters."),
    ] = 0.15,
    seed: Annotated[int, typer.Option(help="Other numbers give other wrong characters.")] = 1,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes at most; default: as many as help.")
    ] = None,
    least_precision: Annotated[
        float | None, typer.Option("--min-precision", help="Exit with 1 below this.")
    ] = None,
    least_recall: Annotated[
        float | None, typer.Option("--min-recall", help="Exit with 1 below this.")
    ] = None,
    most_hints: Annotated[
        float | None, typer.Option("--max-hints", help="Exit with 1 above so many hints a call.")
    ] = None,
    no_worse: Annotated[
        bool, typer.Option("--no-worse", help="Exit with 1 where more is wrong than --against.")
    ] = False,
    lang: Language = None,
) -> None:
    """Play every call and print, per rule: precision, recall, hints, delay, the worst call.

    CALLS are searched for *.json (one labelled call each) and *.jsonl (a recording, or one call a
    line). A recording with a labelled call of the same id beside it is scored by its labels.
    """
    if no_worse and not against:
        raise typer.BadParameter("--no-worse compares: give --against too")
    spoken = language_of(lang)
    words = WORDS[spoken]
    found = find_calls(calls, spoken)
    program = program_of(rules, spoken)
    other = program_of(against, spoken) if against else None
    how = Played(rewrites, seed)
    results = play_all(found.cases, program, how, jobs, words["playing"])
    now = figures(results, program.rules)
    before: Figures | None = None
    changed: list[CallChange] | None = None
    if other is not None:
        was = play_all(found.cases, other, how, jobs, words["playing the others"])
        before, changed = figures(was, other.rules), changes(was, results)
    if html is not None:
        named = ", ".join(map(str, calls))
        made = page(named, spoken, now, found.cases, changed, before)
        html.write_text(made, encoding="utf-8")
    failures = _failures(
        now, before, least_precision, least_recall, most_hints, no_worse=no_worse, lang=spoken
    )
    if as_json:
        print_json(_json(now, before, changed, found, program, failures))
    else:
        tell(Console(soft_wrap=True), spoken, now, before, changed)
    for failure in failures:
        typer.echo(failure, err=True)
    raise typer.Exit(BAD_INPUT if found.faults else 1 if failures else 0)


def find_calls(calls: Sequence[Path], lang: Lang) -> Found:
    """The calls there; what cannot be read is told, and no calls at all end the command."""
    found = find(calls)
    told = found.faults[:FAULTS_TOLD]
    if len(found.faults) > FAULTS_TOLD:
        told.append(f"… and {len(found.faults) - FAULTS_TOLD} more")
    if not found.cases:
        told.append("no calls: *.json (labelled calls) or *.jsonl (recordings) are looked for")
    for said in told:
        typer.echo(text_in(said, lang), err=True)
    if not found.cases:
        raise typer.Exit(BAD_INPUT)
    return found


def play_all(
    cases: Sequence[Case], program: Program, how: Played, jobs: int | None, what: str
) -> list[Result]:
    """Play every call, with a progress bar (on stderr) that says ``what`` is going on."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeRemainingColumn())  # fmt: skip
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    with bar:
        task = bar.add_task(what, total=len(cases))
        return backtest(cases, program, how, jobs=jobs, told=lambda n: bar.advance(task, n))


def _failures(
    now: Figures,
    before: Figures | None,
    least_precision: float | None,
    least_recall: float | None,
    most_hints: float | None,
    *,
    no_worse: bool,
    lang: Lang,
) -> list[str]:
    """What is not as it was asked to be."""
    failures, words = [], WORDS[lang]
    for what, value, least in (
        ("precision", now.score.precision, least_precision),
        ("recall", now.score.recall, least_recall),
    ):
        if least is not None and value < least:
            told = {"what": words[what], "value": f"{value:.3f}", "least": least}
            failures.append(words["below"].format(**told))
    if most_hints is not None and now.hints_per_call > most_hints:
        failures.append(words["above"].format(value=f"{now.hints_per_call:.3f}", most=most_hints))
    if no_worse and before is not None:
        faults, were = (sum(r.faults for r in one.results) for one in (now, before))
        if faults > were:
            failures.append(words["faults"].format(count=faults, were=were))
    return failures


def _json(
    now: Figures,
    before: Figures | None,
    changed: Sequence[CallChange] | None,
    found: Found,
    program: Program,
    failures: Sequence[str],
) -> dict[str, object]:
    calm = [case.call for case in found.cases if case.label is not None and case.label.calm]
    told: dict[str, object] = {
        "ok": not failures and not found.faults,
        "rules_digest": program.rules.digest,
        **now.to_json(calm),
    }
    if before is not None and changed is not None:
        told["before"] = before.to_json(calm)
        told["changed_calls"] = [change.to_json() for change in changed]
    return told
