"""``assist rules explain``: why a hint came at a moment of a call, and why others did not.

Exit codes: 0 told, 2 something could not be read or is not there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from assist.backtest.explaining import STANDING_WORDS, Explained, engine_at, explain, tell
from assist.backtest.reading import find
from assist.core.names import meant
from assist.core.program import Program
from assist.log.base import LogError
from assist.log.sqlite import read_call
from assist.node.replay import Timed, from_log
from assist.ruleset.chinese import text_in
from assist.ruleset.saying import Lang, moment
from assist.ruleset.scalars import milliseconds

from .rules_given import (
    BAD_INPUT,
    PACKS_BY_DEFAULT,
    Language,
    language_of,
    print_json,
    program_of,
)

_CLOCK = re.compile(r"(?:([0-9]{1,2})[:：])?([0-9]{1,3})[:：]([0-5][0-9](?:\.[0-9]{1,3})?)")
_STYLE = {"visible": "bold green", "held back": "yellow", "waiting": "cyan", "open": "cyan",
          "met": "green", "gone": "dim", "near miss": "yellow"}  # fmt: skip
_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "no moment": "--at “{text}”不是通话里的时刻：请写 0:42、1:05 或 42s",
        "no rule": "没有叫“{name}”的规则",
        "near": "（您是不是想写“{near}”？）",
        "over": "这通电话在 {at} 已经结束，下面是结束时的情形。",
        "unknown": "{at} 以后没有这通电话的记录。",
        "no such call": "{source}：里面没有叫“{call}”的通话",
        "empty": "{source}：里面没有通话",
        "several": "{source}：里面有 {count} 通电话，请用 --call 写明哪一通：{some}",
        "which": "{source}：请用 --call 写明日志里的哪一通",
        ", ": "、",
    },
    "en": {
        "no moment": "--at {text!r} is no moment: write 0:42, 1:05 or 42s",
        "no rule": "there is no rule {name!r}",
        "near": " (did you mean {near!r}?)",
        "over": "The call ended at {at}; this is how it stood then.",
        "unknown": "Nothing of the call is recorded after {at}.",
        "no such call": "{source}: no call {call!r}",
        "empty": "{source}: no call in it",
        "several": "{source}: {count} calls; say which with --call: {some}",
        "which": "{source}: say which call of the log with --call",
        ", ": ", ",
    },
}


def explain_rules(
    source: Annotated[
        Path, typer.Argument(metavar="CALL", help="A recording, a labelled call, or an SQLite log.")
    ],
    at: Annotated[str, typer.Option(help="The moment: 0:42, 42s, 1m, or seconds.")],
    rule: Annotated[
        list[str] | None, typer.Option("--rule", help="Only this rule, in full; repeatable.")
    ] = None,
    call: Annotated[
        str | None, typer.Option("--call", help="Which call, where CALL holds several.")
    ] = None,
    rules: Annotated[
        list[Path] | None,
        typer.Option("--rules", help=f"Packs; repeatable. {PACKS_BY_DEFAULT}"),
    ] = None,
    rewrites: Annotated[
        float, typer.Option(min=0, max=1, help="As in `backtest`, of a labelled call.")
    ] = 0.15,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Tell which rules show at a moment of a call, which do not, and why: condition by condition.

    Without --rule: all rules of which anything was heard.
    """
    words = language_of(lang)
    when = _moment(at, words)
    program = program_of(rules, words)
    _known(rule or [], program, words)
    name, entries = _call(source, call, rewrites, words)
    engine = engine_at(name, entries, program, when)
    ended = engine.state.now if engine.ended else None
    found = explain(engine, when, rule or ())
    if as_json:
        told = [{"standing": one.standing, **one.told} for one in found]
        stood = when if ended is None else min(when, ended)
        print_json({"call": name, "at": stood, "ended": ended, "rules": told})
    else:
        if (last := entries[-1].received) < when:
            over = "over" if ended is not None else "unknown"
            typer.echo(_WORDS[words][over].format(at=moment(ended or last, words)))
        _print(found, words, in_full=bool(rule))


def _print(found: list[Explained], lang: Lang, *, in_full: bool) -> None:
    console = Console(soft_wrap=True)
    for one in found:
        if one.standing == "silent" and not in_full:
            continue
        heading, *below = tell(one, lang, brief=not in_full)
        console.print(Text(heading, _STYLE.get(one.standing, "")))
        for line in below:
            style = "green" if "✓" in line else "red" if "✗" in line else ""
            console.print(Text(line, style))
    counts = Counter(one.standing for one in found)
    told = "; ".join(f"{STANDING_WORDS[lang][name]}: {n}" for name, n in counts.items())
    console.print(Text(told, "dim"))


def _moment(text: str, lang: Lang) -> int:
    clock = _CLOCK.fullmatch(text)
    if clock is not None:  # as all screens write it
        hours, minutes, seconds = clock.groups()
        return (int(hours or 0) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)
    plain = text.removesuffix("秒").removesuffix("s")
    ms = milliseconds(text)
    if ms is None and plain.replace(".", "", 1).isdigit():
        ms = round(float(plain) * 1000)
    if ms is None:
        _refuse(_WORDS[lang]["no moment"].format(text=text))
    return ms


def _known(rules: list[str], program: Program, lang: Lang) -> None:
    said = _WORDS[lang]
    for name in rules:
        if name not in program.rules.rules:
            near = meant(name, program.rules.rules)
            advice = said["near"].format(near=near) if near else ""
            _refuse(said["no rule"].format(name=name) + advice)


def _call(source: Path, call: str | None, rewrites: float, lang: Lang) -> tuple[str, list[Timed]]:
    said = _WORDS[lang]
    if source.suffix not in {".json", ".jsonl"} and source.is_file():
        return _logged(source, call, lang)
    found = find([source])
    for fault in found.faults:
        typer.echo(text_in(fault, lang), err=True)
    cases = [case for case in found.cases if call in {None, case.call}]
    if not cases:
        if found.faults and not found.cases:
            raise typer.Exit(BAD_INPUT)  # said above; that it holds no call would mislead
        _refuse(said["no such call" if call else "empty"].format(source=source, call=call))
    if len(cases) > 1:
        some = said[", "].join(case.call for case in cases[:5]) + (" …" if len(cases) > 5 else "")
        _refuse(said["several"].format(source=source, count=len(cases), some=some))
    return cases[0].call, cases[0].entries(rewrites=rewrites, seed=1)


def _logged(log: Path, call: str | None, lang: Lang) -> tuple[str, list[Timed]]:
    said = _WORDS[lang]
    if call is None:
        _refuse(said["which"].format(source=log))
    try:
        entries = read_call(log, call)
    except LogError as error:
        _refuse(str(error))
    if not entries:
        _refuse(said["no such call"].format(source=log, call=call))
    return call, from_log(entries)


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(BAD_INPUT)
