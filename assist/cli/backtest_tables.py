"""A backtest told in a terminal: tables, and the calls that change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assist.backtest.changes import CallChange
from assist.backtest.figures import Figures, RuleFigures, quantiles
from assist.backtest.playing import Shown
from assist.backtest.scoring import Score, share
from assist.backtest.words import WORDS
from assist.ruleset.saying import Lang

WORST_TOLD = 8
CHANGES_TOLD = 20
SILENT_TOLD = 12

_Words = Mapping[str, str]


def tell(
    console: Console,
    lang: Lang,
    now: Figures,
    before: Figures | None = None,
    changed: Sequence[CallChange] | None = None,
) -> None:
    """Print the whole of it."""
    words = WORDS[lang]
    console.print(_rules(now, words))
    for line in _silent(now, words):
        console.print(line)
    for line in _sums(now, before, words):
        console.print(line)
    _worst(console, now, words)
    if changed is not None:
        _changes(console, changed, words)


def _rules(now: Figures, words: _Words) -> Table:
    labelled = bool(now.score.calls)
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column(words["rule"], no_wrap=True)
    for name in ("hints", "calls"):
        table.add_column(words[name], justify="right")
    if labelled:
        for name in ("P", "false", "met", "of", "R"):
            table.add_column(words[name], justify="right")
    table.add_column(words["delay"], justify="right", no_wrap=True)
    if labelled:
        table.add_column(words["worst call"])
    for one in sorted(now.rules.values(), key=lambda one: (-one.false, -one.hints, one.rule)):
        if one.hints:
            table.add_row(*_row(one, words, labelled=labelled))
    return table


def _silent(now: Figures, words: _Words) -> list[Text]:
    """Rules for such calls that never showed, and needs that labels ask for and no rule has."""
    spoken = {result.language for result in now.results}
    rules = [
        _name(one, words)
        for one in now.rules.values()
        if not (one.hints or one.shadowed)
        and (not one.languages or not spoken.isdisjoint(one.languages))
    ]
    if len(rules) > SILENT_TOLD:
        more = words["more rules"].format(count=len(rules) - SILENT_TOLD)
        rules = [*rules[:SILENT_TOLD], more]
    shadowed = [f"{o.rule} {o.shadowed}" for o in now.rules.values() if o.shadowed]
    without = set(now.score.by_need()) - {one.need for one in now.rules.values()}
    told = (
        ("shadow", shadowed, "cyan"),
        ("never", rules, "dim"),
        ("no rule", sorted(without), "yellow"),
    )
    return [
        Text(f"{words[what]}: {', '.join(names)}", style) for what, names, style in told if names
    ]


def _row(one: RuleFigures, words: _Words, *, labelled: bool) -> list[Text]:
    cells = [Text(_name(one, words)), Text(str(one.hints)), Text(str(one.calls))]
    if labelled:
        cells += [
            _graded(one.precision),
            Text(str(one.false), "red" if one.false else "dim"),
            Text(str(one.met)),
            Text(str(one.expected)),
            _graded(one.recall),
        ]
    cells.append(Text("" if one.delay is None else f"{one.delay / 1000:.1f} {words['s']}"))
    if labelled:
        cells.append(Text(one.worst or "", "dim"))
    return cells


def _name(one: RuleFigures, words: _Words) -> str:
    if one.mode == "live":
        return one.rule
    return words["mode"].format(rule=one.rule, mode=words[f"mode {one.mode}"])


def _graded(value: float | None) -> Text:
    if value is None:
        return Text("–", "dim")
    return Text(f"{value:.2f}", "green" if value >= 0.8 else "yellow" if value >= 0.5 else "red")


def _sums(now: Figures, before: Figures | None, words: _Words) -> list[Text]:
    calls = len(now.results)
    silent = share(sum(not result.shown for result in now.results), calls)
    each = f"{now.hints_per_call:.2f}"
    lines = [
        Text(words["sum"].format(calls=calls, hints=now.hints, each=each, silent=f"{silent:.0%}"))
        + _was(words, now.hints_per_call, before and before.hints_per_call)
    ]
    if now.score.calls:
        lines += _scores(now.score, before.score if before is not None else None, words)
    if spread := quantiles(now.delays):
        early, cued = now.early
        p50, p90 = (f"{spread[name] / 1000:.1f}" for name in ("p50", "p90"))
        told = {"p50": p50, "p90": p90, "early": f"{share(early, cued):.0%}", "cued": cued}
        lines.append(Text(words["cue"].format(**told)))
    return lines


def _scores(score: Score, before: Score | None, words: _Words) -> list[Text]:
    kinds = ", ".join(
        f"{words.get(kind, kind)} {sum(not one.false for one in calls)}/{len(calls)}"
        for kind, calls in score.by_kind().items()
    )
    counts = {
        "met": score.met,
        "expected": score.expected,
        "false": score.false,
        "forbidden": score.count("forbidden"),
        "optional": score.count("optional"),
        "repeats": score.count("repeat"),
        "critical": "/".join(map(str, score.critical())),
    }
    lines = [
        Text(f"{words['precision']} {score.precision:.3f}", "bold")
        + _was(words, score.precision, before and before.precision)
        + Text(f"  {words['recall']} {score.recall:.3f}", "bold")
        + _was(words, score.recall, before and before.recall)
        + Text(f"  {words['F1']} {score.f1:.3f}", "bold")
        + _was(words, score.f1, before and before.f1),
        Text(words["counts"].format(**counts)),
        Text(words["clean"].format(kinds=kinds)),
    ]
    if delays := score.delays():
        lines.append(Text(words["turn"].format(middle=f"{sorted(delays)[len(delays) // 2]:.1f}")))
    return lines


def _was(words: _Words, now: float, before: float | Score | Figures | None) -> Text:
    if not isinstance(before, float) or f"{now:.3f}" == f"{before:.3f}":
        return Text("")
    return Text(f" ({words['was'].format(was=f'{before:.3f}')})", "dim")


def _worst(console: Console, now: Figures, words: _Words) -> None:
    for result in now.worst(WORST_TOLD):
        assert result.score is not None
        title = result.score.call.title
        console.print(Text(f"{result.call} {title}".rstrip(), "bold"))
        for label in result.score.missed:
            window = {"start": f"{label.from_s:.1f}", "end": f"{label.until_s:.1f}"}
            told = words["missed"].format(need=label.need, **window)
            console.print(Text(f"  {told}", "yellow"))
        for judged in result.score.false:
            shown = next(one for one in result.shown if one.hint == judged.moment.hint)
            verdict = words.get(judged.verdict, judged.verdict)
            console.print(Text(f"  {verdict} {_hint(shown, words)}", "red"))


def _changes(console: Console, changed: Sequence[CallChange], words: _Words) -> None:
    console.print(Text(words["change"].format(count=len(changed)), "bold"))
    for change in changed[:CHANGES_TOLD]:
        faults = ""
        if change.faults_before != change.faults_after:
            told = {"before": change.faults_before, "after": change.faults_after}
            faults = f": {words['wrong'].format(**told)}"
        console.print(Text(f"{change.call}{faults}"))
        for shown in change.new:
            console.print(Text(f"  + {_hint(shown, words)}", "green"))
        for shown in change.gone:
            console.print(Text(f"  - {_hint(shown, words)}", "red"))
        for one in change.moved:
            was = words["was at"].format(at=f"{one.before.at / 1000:.1f}")
            console.print(Text(f"  ~ {_hint(one.after, words)} ({was})"))
        for one in change.reworded:
            was = words["was text"].format(text=one.before.text)
            console.print(Text(f"  ~ {_hint(one.after, words)} ({was})"))
    if len(changed) > CHANGES_TOLD:
        console.print(Text(words["more"].format(count=len(changed) - CHANGES_TOLD)))


def _hint(shown: Shown, words: _Words) -> str:
    quotes = " ".join(f"“{quote.text}”" for quote in shown.because)
    return f"{shown.at / 1000:.1f} {words['s']} {shown.rule}: {shown.text} {quotes}".rstrip()
