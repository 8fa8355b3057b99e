"""A backtest told in a terminal: tables, and the calls that change."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assist.backtest.changes import CallChange
from assist.backtest.figures import Figures, RuleFigures, quantiles
from assist.backtest.playing import Shown
from assist.backtest.scoring import Score, share

WORST_TOLD = 8
CHANGES_TOLD = 20


def tell(
    console: Console,
    now: Figures,
    before: Figures | None = None,
    changed: Sequence[CallChange] | None = None,
) -> None:
    """Print the whole of it."""
    console.print(_rules(now))
    for line in _silent(now):
        console.print(line)
    for line in _sums(now, before):
        console.print(line)
    _worst(console, now)
    if changed is not None:
        _changes(console, changed)


def _rules(now: Figures) -> Table:
    labelled = bool(now.score.calls)
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("rule", no_wrap=True)
    for name in ("hints", "calls"):
        table.add_column(name, justify="right")
    if labelled:
        for name in ("P", "R", "met", "of", "false"):
            table.add_column(name, justify="right")
    table.add_column("delay", justify="right")
    if labelled:
        table.add_column("worst call")
    for one in sorted(now.rules.values(), key=lambda one: (-one.false, -one.hints, one.rule)):
        if one.hints:
            table.add_row(*_row(one, labelled=labelled))
    return table


def _silent(now: Figures) -> list[Text]:
    """Rules that never showed, and needs that labels ask for and no rule has."""
    rules = [one.rule for one in now.rules.values() if not (one.hints or one.shadowed)]
    shadowed = [f"{o.rule} {o.shadowed}" for o in now.rules.values() if o.shadowed]
    without = set(now.score.by_need()) - {one.need for one in now.rules.values()}
    told = (
        ("in shadow, would have shown", shadowed, "cyan"),
        ("never shown", rules, "dim"),
        ("no rule for the need", sorted(without), "yellow"),
    )
    return [Text(f"{what}: {', '.join(names)}", style) for what, names, style in told if names]


def _row(one: RuleFigures, *, labelled: bool) -> list[Text]:
    name = one.rule if one.mode == "live" else f"{one.rule} ({one.mode})"
    cells = [Text(name), Text(str(one.hints)), Text(str(one.calls))]
    if labelled:
        cells += [
            _graded(one.precision),
            _graded(one.recall),
            Text(str(one.met)),
            Text(str(one.expected)),
            Text(str(one.false), "red" if one.false else "dim"),
        ]
    cells.append(Text("" if one.delay is None else f"{one.delay / 1000:.1f} s"))
    if labelled:
        cells.append(Text(one.worst or "", "dim"))
    return cells


def _graded(value: float | None) -> Text:
    if value is None:
        return Text("–", "dim")
    return Text(f"{value:.2f}", "green" if value >= 0.8 else "yellow" if value >= 0.5 else "red")


def _sums(now: Figures, before: Figures | None) -> list[Text]:
    calls = len(now.results)
    silent = share(sum(not result.shown for result in now.results), calls)
    lines = [
        Text(f"{calls} calls, {now.hints} hints, {now.hints_per_call:.2f} a call")
        + Text(f"; {silent:.0%} of calls without any")
        + _was(now.hints_per_call, before and before.hints_per_call)
    ]
    if now.score.calls:
        lines += _scores(now.score, before.score if before is not None else None)
    if spread := quantiles(now.delays):
        early, cued = now.early
        lines.append(
            Text(
                f"cue to hint: median {spread['p50'] / 1000:.1f} s, 90 % within "
                f"{spread['p90'] / 1000:.1f} s; {share(early, cued):.0%} of {cued} hints on words "
                "alone before these were final"
            )
        )
    return lines


def _scores(score: Score, before: Score | None) -> list[Text]:
    met, of = score.critical()
    clean = score.by_kind()
    told = ", ".join(
        f"{kind} {sum(not one.false for one in calls)}/{len(calls)}"
        for kind, calls in clean.items()
    )
    lines = [
        Text(f"precision {score.precision:.3f}", "bold")
        + _was(score.precision, before and before.precision)
        + Text(f"  recall {score.recall:.3f}", "bold")
        + _was(score.recall, before and before.recall)
        + Text(f"  F1 {score.f1:.3f}", "bold")
        + _was(score.f1, before and before.f1),
        Text(
            f"{score.met} of {score.expected} met, {score.false} false "
            f"({score.count('forbidden')} forbidden), {score.count('optional')} optional, "
            f"{score.count('repeat')} repeats; critical {met}/{of}"
        ),
        Text(f"calls without a false hint: {told}"),
    ]
    if delays := score.delays():
        middle = sorted(delays)[len(delays) // 2]
        lines.append(Text(f"end of the cue's turn to hint: median {middle:.1f} s"))
    return lines


def _was(now: float, before: float | Score | Figures | None) -> Text:
    if not isinstance(before, float) or f"{now:.3f}" == f"{before:.3f}":
        return Text("")
    return Text(f" (was {before:.3f})", "dim")


def _worst(console: Console, now: Figures) -> None:
    for result in now.worst(WORST_TOLD):
        assert result.score is not None
        title = result.score.call.title
        console.print(Text(f"{result.call} {title}".rstrip(), "bold"))
        for label in result.score.missed:
            console.print(
                Text(f"  missed {label.need}, {label.from_s:.1f}-{label.until_s:.1f} s", "yellow")
            )
        for judged in result.score.false:
            shown = next(one for one in result.shown if one.hint == judged.moment.hint)
            console.print(Text(f"  {judged.verdict} {_hint(shown)}", "red"))


def _changes(console: Console, changed: Sequence[CallChange]) -> None:
    console.print(Text(f"{len(changed)} calls change", "bold"))
    for change in changed[:CHANGES_TOLD]:
        faults = ""
        if change.faults_before != change.faults_after:
            faults = f": {change.faults_before} → {change.faults_after} wrong"
        console.print(Text(f"{change.call}{faults}"))
        for shown in change.new:
            console.print(Text(f"  + {_hint(shown)}", "green"))
        for shown in change.gone:
            console.print(Text(f"  - {_hint(shown)}", "red"))
        for one in change.moved:
            console.print(Text(f"  ~ {_hint(one.after)} (was at {one.before.at / 1000:.1f} s)"))
        for one in change.reworded:
            console.print(Text(f"  ~ {_hint(one.after)} (was: {one.before.text})"))
    if len(changed) > CHANGES_TOLD:
        console.print(Text(f"… and {len(changed) - CHANGES_TOLD} more: see --html or --json"))


def _hint(shown: Shown) -> str:
    quotes = " ".join(f"“{quote.text}”" for quote in shown.because)
    return f"{shown.at / 1000:.1f} s {shown.rule}: {shown.text} {quotes}".rstrip()
