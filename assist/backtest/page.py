"""A backtest as one HTML page that needs nothing else: to be mailed, or kept beside a change.

It quotes what was said in the calls that went wrong (masked, as everywhere): keep it where the
recordings are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from .calls import LabelledCall
from .changes import CallChange
from .charts import Bar, Mark, bars, histogram, timeline
from .figures import Figures, RuleFigures
from .playing import Result, Shown
from .reading import Case

DELAYS_S = (0, 0.25, 0.5, 1, 2, 3, 5, 8, 12)
HINTS = (0, 1, 2, 3, 4, 6, 8, 10)
WORST = 8
_LANES = ("customer", "agent", "shown", "expected")

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2330;--dim:#667;--line:#d8dce4;--paper:#fff;--a:#2f6fde;
--b:#9db8e8;--good:#2e8b57;--bad:#c8342b;--free:#b8a25a;--cu:#b9a6d8;--ag:#a8c9b4}
@media(prefers-color-scheme:dark){:root{--ink:#e4e7ee;--dim:#99a;--line:#3a4150;--paper:#171b23;
--a:#6b9bf0;--b:#3e5c94;--cu:#6d5a92;--ag:#47705a}}
body{font:15px/1.5 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;
color:var(--ink);background:var(--paper);max-width:1000px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2.2rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:.25rem .5rem;border-bottom:1px solid var(--line)}
th:first-child,td:first-child,.l{text-align:left!important}th{color:var(--dim);font-weight:500}
.tiles{display:flex;flex-wrap:wrap;gap:2rem}.tiles b{display:block;font-size:1.5rem}
.tiles span{color:var(--dim)}svg{max-width:100%;height:auto}svg text{fill:var(--ink);font-size:12px}
svg .dim{fill:var(--dim)}svg .tiny{font-size:10px;fill:var(--dim)}
.s0{fill:var(--a)}.s1{fill:var(--b)}
.rule{stroke:var(--line)}.customer{fill:var(--cu)}.agent{fill:var(--ag)}.right{fill:var(--good)}
.wrong{fill:var(--bad)}.free{fill:var(--free)}.want{fill:none;stroke:var(--good)}
.miss{fill:none;stroke:var(--bad)}.gone{color:var(--bad)}.new{color:var(--good)}.dim{color:var(--dim)}
"""


def page(
    title: str,
    figures: Figures,
    cases: Sequence[Case],
    changed: Sequence[CallChange] | None = None,
    before: Figures | None = None,
) -> str:
    """The whole page. ``changed`` and ``before``: against another rule set."""
    labels = {case.call: case.label for case in cases}
    body = [
        f"<h1>{escape(title)}</h1>",
        _tiles(figures, before),
        "<h2>By rule</h2>",
        _rules(figures),
    ]
    if changed is not None:
        body += [f"<h2>Calls that change: {len(changed)}</h2>", *map(_change, changed)]
    if figures.score.calls:
        rows = [
            Bar(one.rule, (one.precision, one.recall))
            for one in figures.rules.values()
            if one.expected or one.met or one.false
        ]
        body += ["<h2>Precision and recall</h2>", bars(rows, ("precision", "recall of the need"))]
    seconds = [delay / 1000 for delay in figures.delays]
    per_call = [len(result.shown) for result in figures.results]
    body += [
        "<h2>From cue to hint</h2>",
        histogram(seconds, DELAYS_S, "seconds"),
        "<h2>Hints a call</h2>",
        histogram(per_call, HINTS, "hints"),
    ]
    worst = figures.worst(WORST)
    if worst:
        body += ["<h2>Worst calls</h2>", *(_call(result, labels) for result in worst)]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>" + "".join(body) + "</html>\n"
    )


def _tiles(figures: Figures, before: Figures | None) -> str:
    early, cued = figures.early
    delays = figures.delays
    tiles = [
        ("calls", str(len(figures.results))),
        (
            "hints a call",
            _and_before(figures.hints_per_call, before.hints_per_call if before else None),
        ),
    ]
    if figures.score.calls:
        was = before.score if before is not None else None
        tiles += [
            ("precision", _and_before(figures.score.precision, was.precision if was else None)),
            ("recall", _and_before(figures.score.recall, was.recall if was else None)),
            ("F1", _and_before(figures.score.f1, was.f1 if was else None)),
            ("critical needs met", "/".join(map(str, figures.score.critical()))),
        ]
    if delays:
        tiles.append(("median from cue to hint", f"{delays[len(delays) // 2] / 1000:.1f} s"))
    if cued:
        tiles.append(("shown before the final", f"{early / cued:.0%}"))
    told = (f"<div><span>{escape(name)}</span><b>{value}</b></div>" for name, value in tiles)
    return f'<div class="tiles">{"".join(told)}</div>'


def _and_before(now: float, before: float | None) -> str:
    if before is None or f"{now:.2f}" == f"{before:.2f}":
        return f"{now:.2f}"
    return f'{now:.2f} <span class="dim">was {before:.2f}</span>'


_HEADS = ("rule", "need", "hints", "calls", "precision", "recall", "false", "delay", "worst call")


def _rules(figures: Figures) -> str:
    rows = (_cells(_row(one)) for one in figures.rules.values() if one.hints or one.expected)
    silent = [one.rule for one in figures.rules.values() if not (one.hints or one.expected)]
    heads = "".join(f"<th>{name}</th>" for name in _HEADS)
    note = f'<p class="dim">Never shown, never expected: {escape(", ".join(silent))}</p>'
    return f"<table><tr>{heads}</tr>{''.join(rows)}</table>{note if silent else ''}"


def _row(one: RuleFigures) -> Iterable[str]:
    return (
        one.rule,
        one.need,
        str(one.hints),
        str(one.calls),
        _share(one.precision),
        _share(one.recall),
        str(one.false),
        "" if one.delay is None else f"{one.delay / 1000:.1f} s",
        one.worst or "",
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _cells(values: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(value)}</td>' for value in values)}</tr>"


def _change(change: CallChange) -> str:
    lines = [f'<li class="new">+ {_hint(shown)}</li>' for shown in change.new]
    lines += [f'<li class="gone">− {_hint(shown)}</li>' for shown in change.gone]
    lines += [
        f"<li>{_hint(one.after)} (was at {one.before.at / 1000:.1f} s)</li>" for one in change.moved
    ]
    lines += [
        f"<li>{_hint(one.after)} (was: {escape(one.before.text)})</li>" for one in change.reworded
    ]
    faults = ""
    if change.faults_before is not None:
        faults = f" · faults {change.faults_before} → {change.faults_after}"
    return f"<p><b>{escape(change.call)}</b>{faults}</p><ul>{''.join(lines)}</ul>"


def _hint(shown: Shown) -> str:
    quotes = " ".join(f"“{quote.text}”" for quote in shown.because)
    return escape(f"{shown.at / 1000:.1f} s {shown.rule}: {shown.text} {quotes}".rstrip())


def _call(result: Result, labels: Mapping[str, LabelledCall | None]) -> str:
    label, score = labels.get(result.call), result.score
    if label is None or score is None:
        return ""
    marks = [
        Mark(round(turn.t0 * 1000), round(turn.t1 * 1000), _LANES.index(turn.role), turn.role,
             f"{turn.t0:.1f} s {turn.text}")
        for turn in label.turns
        if turn.role in _LANES
    ]  # fmt: skip
    kinds = {"right": "right", "false": "wrong", "forbidden": "wrong"}
    worth = {j.moment.hint: kinds.get(j.verdict, "free") for j in reversed(score.judged)}
    for shown in result.shown:
        said = f"{shown.at / 1000:.1f} s {shown.rule}: {shown.text}"
        marks.append(Mark(shown.at, shown.at + 1000, 2, worth.get(shown.hint, "free"), said))
    for wanted, rule in zip(label.expect or (), score.met_by, strict=True):
        said = f"{wanted.need}, {wanted.from_s:.1f}–{wanted.until_s:.1f} s: "
        said += f"met by {rule}" if rule else "missed"
        start, end = round(wanted.from_s * 1000), round(wanted.until_s * 1000)
        marks.append(Mark(start, end, 3, "want" if rule else "miss", said))
    missed = ", ".join(one.need for one in score.missed)
    false = ", ".join(one.moment.rule for one in score.false)
    told = "; ".join(
        said for said in (missed and f"missed {missed}", false and f"false {false}") if said
    )
    heading = f"<p><b>{escape(result.call)}</b> {escape(label.title)} · {escape(told)}</p>"
    return heading + timeline(marks, _LANES, result.duration)
