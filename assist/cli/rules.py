"""``assist rules``: check, test, the schema for editors, and what modules beside this one add.

Exit codes: 0 all is well, 1 problems or failed tests, 2 wrong usage or nothing to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from assist.core.hints import HintClose, HintShow, HintUpdate, NeedChange, to_wire
from assist.core.names import meant
from assist.ruleset import Compiled, Loaded, Problem, compile_paths
from assist.ruleset.chinese import problem_in
from assist.ruleset.chinese_codes import CODES_ZH
from assist.ruleset.codes import CODES
from assist.ruleset.saying import Lang
from assist.ruleset.schema import schema as rule_schema
from assist.ruleset.telling import muted_told, tell
from assist.ruleset.testing import Outcome, run
from assist.text import default_folder

from .backtest import backtest_rules
from .compare import diff_rules
from .explain import explain_rules
from .learn import learn
from .new import new_rule
from .rules_given import (
    BAD_INPUT,
    PACKS_BY_DEFAULT,
    Language,
    language_of,
    load_given,
    packs_given,
    print_json,
)
from .suggest import suggest_rules

app = typer.Typer(no_args_is_help=True, help="Check, test and measure rule files.")
app.command("backtest")(backtest_rules)
app.command("explain")(explain_rules)
app.command("suggest")(suggest_rules)
app.command("diff")(diff_rules)
app.command("new")(new_rule)
app.command("learn")(learn)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help=f"Packs (folders) or files. {PACKS_BY_DEFAULT}"),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")]

_COLOURS = {"error": "bold red", "warning": "yellow"}
_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "en": {
        "error": "error", "warning": "warning", "rule": "rule", "signal": "signal", "test": "test",
        "digest": "digest", "nothing": "nothing to run", ",": ", ", ";": "; ", ":": ": ",
    },
    "zh": {
        "error": "错误", "warning": "警告", "rule": "规则", "signal": "信号", "test": "测试",
        "digest": "摘要", "nothing": "没有可跑的", ",": "，", ";": "；", ":": "：",
    },
}  # fmt: skip
_MEASURES = {"error": "个", "warning": "个", "rule": "条", "signal": "个", "test": "个"}
_STATUS_ZH = {
    "passed": "通过", "failed": "没通过", "known gap": "已知缺口", "fixed": "补上了",
    "muted": "规则被静默",
}  # fmt: skip
_STATUS = {
    "passed": "green",
    "failed": "bold red",
    "known gap": "yellow",
    "fixed": "bold red",
    "muted": "yellow",
}


@app.command()
def check(
    paths: Paths = None,
    *,
    as_json: AsJson = False,
    lang: Language = None,
    explain: Annotated[
        str | None, typer.Option(help="Explain a code, such as R101, and do nothing else.")
    ] = None,
) -> None:
    """Report every problem as file:line:column. Warnings alone leave the exit code 0."""
    if explain is not None:
        _explain(explain, language_of(lang))
        return
    compiled = compile_paths(packs_given(paths, lang), folder=default_folder())
    if as_json:
        print_json({"ok": compiled.rules is not None, **_problems_json(compiled)})
    else:
        console = _console()
        words = language_of(lang)
        _print_problems(console, compiled.problems, words)
        _print_sum(console, compiled, words)
    raise typer.Exit(_code(compiled, well=compiled.rules is not None))


@app.command(name="test")
def run_tests(
    paths: Paths = None,
    *,
    k: Annotated[str, typer.Option("-k", help="Only tests with this in their name.")] = "",
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Play every test's call to the engine and compare what the agent would see."""
    loaded = load_given(paths, lang)
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    chosen = [one for one in loaded.tests if k.lower() in one.name.lower()]
    program = loaded.program
    outcomes = [] if program is None else [run(one, program, loaded.muted) for one in chosen]
    failed = [outcome for outcome in outcomes if not outcome.ok]
    if as_json:
        found = [_outcome_json(outcome) for outcome in outcomes]
        print_json({"ok": not errors and not failed, "tests": found, **_problems_json(loaded)})
    else:
        console, words = _console(), language_of(lang)
        _print_problems(console, errors, words)
        for outcome in outcomes:
            _print_outcome(console, outcome, words)
        _print_outcomes(console, outcomes, words)
    raise typer.Exit(_code(loaded, well=not errors and not failed))


@app.command()
def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    print_json(rule_schema())


def _code(loaded: Loaded | Compiled, *, well: bool) -> int:
    """The exit code; what could not be opened was probably not named as was meant."""
    if any(problem.code == "R001" for problem in loaded.errors):
        return BAD_INPUT
    return 0 if well else 1


def _console() -> Console:
    return Console(soft_wrap=True)


def _explain(code: str, lang: Lang) -> None:
    found = CODES.get(code.upper())
    if found is None:
        near = meant(code.upper(), CODES)
        if lang == "zh":
            hint = f"；您是不是想写 {near}" if near else ""
            typer.echo(f"没有代码 {code}{hint}", err=True)
        else:
            hint = f"; did you mean {near}?" if near else ""
            typer.echo(f"no code {code}{hint}", err=True)
        raise typer.Exit(2)
    console = _console()
    if lang == "zh":
        told = escape(CODES_ZH[code.upper()])
        console.print(f"[bold]{code.upper()}[/bold] {told}", highlight=False)
        return
    console.print(f"[bold]{code.upper()}[/bold] {escape(found.short)}", highlight=False)
    console.print(escape(found.long), highlight=False)


def _print_problems(console: Console, problems: Sequence[Problem], lang: Lang) -> None:
    opened, closed = ("（", "）") if lang == "zh" else (" (", ")")
    for found in problems:
        problem = problem_in(found, lang)
        line = Text(f"{problem.file}:{problem.line}:{problem.column}: ")
        line.append(_WORDS[lang][problem.severity], _COLOURS[problem.severity])
        line.append(f" {problem.code}: {problem.message}")
        if problem.advice:
            line.append(f"{opened}{problem.advice}{closed}", "dim")
        console.print(line)


def _print_sum(console: Console, compiled: Compiled, lang: Lang) -> None:
    counts = Counter(problem.severity for problem in compiled.problems)
    told = [_counted("error", counts["error"], lang), _counted("warning", counts["warning"], lang)]
    said = _WORDS[lang][","].join(told)
    if (rules := compiled.rules) is not None:
        sizes = {"rule": rules.rules, "signal": rules.signals, "test": compiled.tests}
        there = [_counted(what, len(those), lang) for what, those in sizes.items()]
        there.append(f"{_WORDS[lang]['digest']} {rules.digest}")
        said += _WORDS[lang][";"] + _WORDS[lang][","].join(there)
    console.print(said, highlight=False)


def _counted(what: str, count: int, lang: Lang) -> str:
    if lang == "zh":
        return f"{count} {_MEASURES[what]}{_WORDS[lang][what]}"
    return f"{count} {_WORDS[lang][what]}{'' if count == 1 else 's'}"


def _print_outcome(console: Console, outcome: Outcome, lang: Lang) -> None:
    test = outcome.test
    line = Text(f"{test.file}:{test.line}:{test.column}: ")
    line.append(_status(outcome.status, lang), _STATUS[outcome.status])
    line.append(f" {test.name}")
    console.print(line)
    for told in muted_told(outcome, lang):
        console.print(Text(f"  {told}", "dim"))
    if not outcome.ok:
        for told in tell(outcome, lang):
            console.print(Text(told))


def _print_outcomes(console: Console, outcomes: Sequence[Outcome], lang: Lang) -> None:
    words = _WORDS[lang]
    counts = Counter[str](outcome.status for outcome in outcomes)
    said = [f"{counts[one]} {_status(one, lang)}" for one in _STATUS if counts[one]]
    told = words[","].join(said) or words["nothing"]
    console.print(f"{_counted('test', len(outcomes), lang)}{words[':']}{told}", highlight=False)


def _status(status: str, lang: Lang) -> str:
    return _STATUS_ZH[status] if lang == "zh" else status


def _problems_json(loaded: Loaded | Compiled) -> dict[str, Any]:
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
        "muted": [{"rule": rule, "mode": mode} for rule, mode in outcome.muted],
        "events": [to_wire(event) for event in outcome.events if isinstance(event, shown)],
        "near_misses": list(outcome.near_misses),
    }
