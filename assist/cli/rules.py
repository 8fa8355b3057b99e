"""``assist rules``: check, test, the schema for editors, and what modules beside this one add.

Exit codes: 0 all is well, 1 problems or failed tests, 2 wrong usage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from assist.core.hints import HintClose, HintShow, HintUpdate, NeedChange, to_wire
from assist.core.names import meant
from assist.ruleset import Loaded, Problem, load
from assist.ruleset.codes import CODES
from assist.ruleset.packs import home
from assist.ruleset.schema import schema as rule_schema
from assist.ruleset.telling import tell
from assist.ruleset.testing import Outcome, run
from assist.text import default_folder, default_tokenizer

from .backtest import backtest_rules
from .compare import diff_rules
from .explain import explain_rules
from .new import new_rule
from .rules_given import print_json
from .suggest import suggest_rules

app = typer.Typer(no_args_is_help=True, help="Check, test and measure rule files.")
app.command("backtest")(backtest_rules)
app.command("explain")(explain_rules)
app.command("suggest")(suggest_rules)
app.command("diff")(diff_rules)
app.command("new")(new_rule)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Packs (folders) or files; the shipped packs when none is given."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")]

_COLOURS = {"error": "bold red", "warning": "yellow"}
_STATUS = {
    "passed": "green",
    "failed": "bold red",
    "known gap": "yellow",
    "fixed": "bold red",
}


@app.command()
def check(
    paths: Paths = None,
    *,
    as_json: AsJson = False,
    explain: Annotated[
        str | None, typer.Option(help="Explain a code, such as R101, and do nothing else.")
    ] = None,
) -> None:
    """Report every problem as file:line:column. Warnings alone leave the exit code 0."""
    if explain is not None:
        _explain(explain)
        return
    loaded = _load(paths)
    if as_json:
        print_json({"ok": loaded.program is not None, **_problems_json(loaded)})
    else:
        console = _console()
        _print_problems(console, loaded.problems)
        _print_sum(console, loaded)
    raise typer.Exit(0 if loaded.program is not None else 1)


@app.command(name="test")
def run_tests(
    paths: Paths = None,
    *,
    k: Annotated[str, typer.Option("-k", help="Only tests with this in their name.")] = "",
    as_json: AsJson = False,
) -> None:
    """Play every test's call to the engine and compare what the agent would see."""
    loaded = _load(paths)
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    chosen = [one for one in loaded.tests if k.lower() in one.name.lower()]
    program = loaded.program
    outcomes = [] if program is None else [run(one, program) for one in chosen]
    failed = [outcome for outcome in outcomes if not outcome.ok]
    if as_json:
        found = [_outcome_json(outcome) for outcome in outcomes]
        print_json({"ok": not errors and not failed, "tests": found, **_problems_json(loaded)})
    else:
        console = _console()
        _print_problems(console, errors)
        for outcome in outcomes:
            _print_outcome(console, outcome)
        counts = Counter[str](outcome.status for outcome in outcomes)
        said = ", ".join(f"{counts[status]} {status}" for status in _STATUS if counts[status])
        console.print(f"{len(outcomes)} tests: {said or 'nothing to run'}", highlight=False)
    raise typer.Exit(1 if errors or failed else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    print_json(rule_schema())


def _load(paths: Sequence[Path] | None) -> Loaded:
    try:
        chosen = list(paths or []) or [home()]
    except FileNotFoundError as missing:
        typer.echo(str(missing), err=True)
        raise typer.Exit(2) from None
    return load(chosen, folder=default_folder(), tokenizer=default_tokenizer())


def _console() -> Console:
    return Console(soft_wrap=True)


def _explain(code: str) -> None:
    found = CODES.get(code.upper())
    if found is None:
        near = meant(code.upper(), CODES)
        hint = f"; did you mean {near}?" if near else ""
        typer.echo(f"no code {code}{hint}", err=True)
        raise typer.Exit(2)
    console = _console()
    console.print(f"[bold]{code.upper()}[/bold] {escape(found.short)}", highlight=False)
    console.print(escape(found.long), highlight=False)


def _print_problems(console: Console, problems: Sequence[Problem]) -> None:
    for problem in problems:
        line = Text(f"{problem.file}:{problem.line}:{problem.column}: ")
        line.append(problem.severity, _COLOURS[problem.severity])
        line.append(f" {problem.code}: {problem.message}")
        if problem.advice:
            line.append(f" ({problem.advice})", "dim")
        console.print(line)


def _print_sum(console: Console, loaded: Loaded) -> None:
    counts = Counter(problem.severity for problem in loaded.problems)
    said = f"{counts['error']} errors, {counts['warning']} warnings"
    if loaded.program is not None:
        rules = loaded.program.rules
        said += (
            f"; {len(rules.rules)} rules, {len(rules.signals)} signals, {len(loaded.tests)} tests, "
            f"digest {rules.digest}"
        )
    console.print(said, highlight=False)


def _print_outcome(console: Console, outcome: Outcome) -> None:
    test = outcome.test
    line = Text(f"{test.file}:{test.line}:{test.column}: ")
    line.append(outcome.status, _STATUS[outcome.status])
    line.append(f" {test.name}")
    console.print(line)
    if not outcome.ok:
        for told in tell(outcome):
            console.print(Text(told))


def _problems_json(loaded: Loaded) -> dict[str, Any]:
    return {"problems": [asdict(problem) for problem in loaded.problems]}


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    test = outcome.test
    shown = HintShow | HintUpdate | HintClose | NeedChange
    return {
        "name": test.name,
        "file": test.file,
        "line": test.line,
        "column": test.column,
        "status": outcome.status,
        "failures": [str(one) for one in outcome.failures],
        "events": [to_wire(event) for event in outcome.events if isinstance(event, shown)],
        "near_misses": list(outcome.near_misses),
    }
