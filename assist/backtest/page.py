"""A backtest as one HTML page that needs nothing else: to be mailed, or kept beside a change.

It quotes what was said in the calls that went wrong (masked, as everywhere): keep it where the
recordings are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assist.ruleset.saying import Lang

from .calls import LabelledCall
from .changes import CallChange
from .charts import Bar, Mark, bars, histogram, timeline
from .figures import Figures, RuleFigures
from .playing import Result, Shown
from .reading import Case
from .words import WORDS

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
    calls: str,
    lang: Lang,
    figures: Figures,
    cases: Sequence[Case],
    changed: Sequence[CallChange] | None = None,
    before: Figures | None = None,
) -> str:
    """The whole page. ``calls``: where they are from; ``changed`` and ``before``: against another
    rule set."""
    words = WORDS[lang]
    title = words["title"].format(calls=calls)
    labels = {case.call: case.label for case in cases}
    body = [
        f"<h1>{escape(title)}</h1>",
        _tiles(figures, before, words),
        f"<h2>{words['by rule']}</h2>",
        _rules(figures, words),
    ]
    if changed is not None:
        body.append(f"<h2>{words['change'].format(count=len(changed))}</h2>")
        body += [_change(change, words) for change in changed]
    if figures.score.calls:
        rows = [
            Bar(one.rule, (one.precision, one.recall))
            for one in figures.rules.values()
            if one.expected or one.met or one.false
        ]
        legend = (words["precision"], words["need recall"])
        body += [f"<h2>{words['rates']}</h2>", bars(rows, legend)]
    seconds = [delay / 1000 for delay in figures.delays]
    per_call = [len(result.shown) for result in figures.results]
    body += [
        f"<h2>{words['from cue']}</h2>",
        histogram(seconds, DELAYS_S, words["seconds"]),
        f"<h2>{words['each']}</h2>",
        histogram(per_call, HINTS, words["hints"]),
    ]
    worst = figures.worst(WORST)
    if worst:
        body.append(f"<h2>{words['worst']}</h2>")
        body += [_call(result, labels, words) for result in worst]
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>" + "".join(body) + "</html>\n"
    )


def _tiles(figures: Figures, before: Figures | None, words: Mapping[str, str]) -> str:
    early, cued = figures.early
    delays = figures.delays
    was = before.score if before is not None else None
    now, each = figures.score, figures.hints_per_call
    tiles = [
        ("calls", str(len(figures.results))),
        ("hints a call", _and_before(words, each, before.hints_per_call if before else None)),
    ]
    if now.calls:
        tiles += [
            ("precision", _and_before(words, now.precision, was.precision if was else None)),
            ("recall", _and_before(words, now.recall, was.recall if was else None)),
            ("F1", _and_before(words, now.f1, was.f1 if was else None)),
            ("critical", "/".join(map(str, now.critical()))),
        ]
    if delays:
        tiles.append(("median", f"{delays[len(delays) // 2] / 1000:.1f} {words['s']}"))
    if cued:
        tiles.append(("early", f"{early / cued:.0%}"))
    told = (f"<div><span>{escape(words[name])}</span><b>{value}</b></div>" for name, value in tiles)
    return f'<div class="tiles">{"".join(told)}</div>'


def _and_before(words: Mapping[str, str], now: float, before: float | None) -> str:
    if before is None or f"{now:.2f}" == f"{before:.2f}":
        return f"{now:.2f}"
    was = words["was"].format(was=f"{before:.2f}")
    return f'{now:.2f} <span class="dim">{was}</span>'


_HEADS = (
    *("rule", "need", "hints", "calls", "precision", "false", "met", "of", "need recall"),
    *("delay", "worst call"),
)


def _rules(figures: Figures, words: Mapping[str, str]) -> str:
    rows = (_cells(_row(one, words)) for one in figures.rules.values() if one.hints or one.expected)
    silent = [one.rule for one in figures.rules.values() if not (one.hints or one.expected)]
    heads = "".join(f"<th>{words[name]}</th>" for name in _HEADS)
    note = f'<p class="dim">{words["idle"].format(rules=escape(", ".join(silent)))}</p>'
    return f"<table><tr>{heads}</tr>{''.join(rows)}</table>{note if silent else ''}"


def _row(one: RuleFigures, words: Mapping[str, str]) -> Iterable[str]:
    return (
        one.rule,
        one.need,
        str(one.hints),
        str(one.calls),
        _share(one.precision),
        str(one.false),
        str(one.met),
        str(one.expected),
        _share(one.recall),
        "" if one.delay is None else f"{one.delay / 1000:.1f} {words['s']}",
        one.worst or "",
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _cells(values: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(value)}</td>' for value in values)}</tr>"


def _change(change: CallChange, words: Mapping[str, str]) -> str:
    lines = [f'<li class="new">+ {_hint(shown, words)}</li>' for shown in change.new]
    lines += [f'<li class="gone">− {_hint(shown, words)}</li>' for shown in change.gone]
    for one in change.moved:
        was = words["was at"].format(at=f"{one.before.at / 1000:.1f}")
        lines.append(f"<li>{_hint(one.after, words)} ({was})</li>")
    for one in change.reworded:
        was = words["was text"].format(text=one.before.text)
        lines.append(f"<li>{_hint(one.after, words)} ({escape(was)})</li>")
    faults = ""
    if change.faults_before is not None:
        told = {"before": change.faults_before, "after": change.faults_after}
        faults = f" · {words['wrong'].format(**told)}"
    return f"<p><b>{escape(change.call)}</b>{faults}</p><ul>{''.join(lines)}</ul>"


def _hint(shown: Shown, words: Mapping[str, str]) -> str:
    quotes = " ".join(f"“{quote.text}”" for quote in shown.because)
    said = f"{shown.at / 1000:.1f} {words['s']} {shown.rule}: {shown.text} {quotes}"
    return escape(said.rstrip())


def _call(
    result: Result, labels: Mapping[str, LabelledCall | None], words: Mapping[str, str]
) -> str:
    label, score = labels.get(result.call), result.score
    if label is None or score is None:
        return ""
    s = words["s"]
    marks = [
        Mark(round(turn.t0 * 1000), round(turn.t1 * 1000), _LANES.index(turn.role), turn.role,
             f"{turn.t0:.1f} {s} {turn.text}")
        for turn in label.turns
        if turn.role in _LANES
    ]  # fmt: skip
    kinds = {"right": "right", "false": "wrong", "forbidden": "wrong"}
    worth = {j.moment.hint: kinds.get(j.verdict, "free") for j in reversed(score.judged)}
    for shown in result.shown:
        said = f"{shown.at / 1000:.1f} {s} {shown.rule}: {shown.text}"
        marks.append(Mark(shown.at, shown.at + 1000, 2, worth.get(shown.hint, "free"), said))
    for wanted, rule in zip(label.expect or (), score.met_by, strict=True):
        window = {"start": f"{wanted.from_s:.1f}", "end": f"{wanted.until_s:.1f}"}
        said = words["met by" if rule else "not met"].format(need=wanted.need, rule=rule, **window)
        start, end = round(wanted.from_s * 1000), round(wanted.until_s * 1000)
        marks.append(Mark(start, end, 3, "want" if rule else "miss", said))
    missed = ", ".join(one.need for one in score.missed)
    false = ", ".join(one.moment.rule for one in score.false)
    told = "; ".join(
        words[what].format(names=names)
        for what, names in (("misses", missed), ("falses", false))
        if names
    )
    heading = f"<p><b>{escape(result.call)}</b> {escape(label.title)} · {escape(told)}</p>"
    return heading + timeline(marks, [words[lane] for lane in _LANES], result.duration)
