"""A report as one HTML page that needs nothing else, and prints on two sides of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from .curve import curve
from .facts import Frame, facts
from .model import Hint, Line, Note, Report
from .words import Words, clock

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2330;--dim:#5c6475;--line:#d8dce4;--paper:#fff;--a:#2f5fae;
--bad:#b3261e;--good:#1f7a4d}
@media(prefers-color-scheme:dark){:root{--ink:#e4e7ee;--dim:#9aa3b5;--line:#3a4150;--paper:#171b23;
--a:#86aef5;--bad:#ff8a80;--good:#7bd3a4}}
*{box-sizing:border-box}
body{font:15px/1.55 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;
color:var(--ink);background:var(--paper);max-width:960px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.35rem;margin:0 0 .5rem}h2{font-size:1.05rem;margin:1.8rem 0 .5rem}
.facts{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;color:var(--dim);margin:0;padding:0}
.facts b{color:var(--ink);font-weight:600}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:right}
th:first-child,td:first-child{text-align:left}th{color:var(--dim);font-weight:500}
.layers{display:grid;grid-template-columns:repeat(4,1fr);gap:1rem;padding:0;list-style:none}
.layers b{display:block}.layers small{color:var(--dim);display:block}
.missed,.no{color:var(--bad)}.after_hint,.unprompted,.yes{color:var(--good)}
svg{width:100%;height:auto}svg text{fill:var(--dim);font-size:11px}
.base{stroke:var(--line)}.meter{fill:none;stroke:var(--ink);stroke-width:1.5}
.hint{stroke:var(--a);stroke-width:1;stroke-dasharray:2 2}
.call{display:grid;grid-template-columns:3.5rem 4rem 1fr;gap:.2rem .75rem;margin:0}
.call time{color:var(--dim);font-variant-numeric:tabular-nums}.call dt{color:var(--dim)}
.call dd{margin:0}.call .customer{font-weight:600;color:var(--ink)}
.call aside{grid-column:3;border-left:3px solid var(--a);padding:.1rem .6rem;color:var(--a)}
.call aside small{color:var(--dim)}
mark{background:none;color:inherit;border-bottom:2px solid var(--a)}
mark.answer{border-bottom:2px dotted var(--good)}
article+article{border-top:1px solid var(--line);margin-top:3rem;padding-top:2rem}
@media print{article+article{break-before:page;border:0;margin:0;padding:0}
body{margin:0;max-width:none;font-size:11px}h2{break-after:avoid}
aside,tr{break-inside:avoid}}
"""


def page(report: Report, frame: Frame) -> str:
    """The whole page. It quotes the call (masked, as everywhere): keep it where calls are kept."""
    title = f"{frame.words.title} · {report.call}"
    return document(title, [article(report, frame)], frame.words)


def document(title: str, articles: Sequence[str], words: Words, *, before: str = "") -> str:
    """One page of one or more calls, each by :func:`article`; on paper each begins a sheet.
    They are ``#call-1``, ``#call-2`` and so on. ``before``: what stands above them."""
    body = before + "".join(
        f'<article id="call-{n}">{each}</article>' for n, each in enumerate(articles, 1)
    )
    return (
        f'<!doctype html><html lang="{words.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}"
        f"</main></body></html>\n"
    )


def article(report: Report, frame: Frame) -> str:
    """One call, for a :func:`document`."""
    words = frame.words
    return "".join(
        [
            f"<h1>{words.title} · {escape(report.call)}</h1>",
            _facts(report, frame),
            f"<h2>{words.scorecard}</h2>",
            _scores(report, words),
            f"<h2>{words.layers_title}</h2>",
            _layers(report, words),
            f"<h2>{words.feelings}</h2>",
            *_curves(report, words),
            f"<h2>{words.needs}</h2>",
            _needs(report, words),
            *_alerts(report, words),
            f"<h2>{words.transcript}</h2>",
            _transcript(report, words),
        ]
    )


def _facts(report: Report, frame: Frame) -> str:
    told = "".join(
        f"<span>{name} <b>{escape(value)}</b></span>" for name, value in facts(report, frame)
    )
    return f'<p class="facts">{told}</p>'


def _scores(report: Report, words: Words) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in words.columns)
    rows = []
    for ability, score in report.abilities.items():
        share = "–" if score.share is None else f"{score.share:.0%}"
        counts = (score.asked, score.unprompted, score.after_hint, score.missed, share)
        cells = "".join(f"<td>{count}</td>" for count in counts)
        rows.append(f"<tr><td>{words.abilities[ability]}</td>{cells}</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _layers(report: Report, words: Words) -> str:
    mark = {True: "yes", False: "no", None: ""}
    items = []
    for layer in report.layers:
        why = words.name(words.levels, layer.why) if layer.reached is False else ""
        items.append(
            f"<li><b>{words.layers[layer.name]}</b>"
            f'<span class="{mark[layer.reached]}">{words.reached[layer.reached]}</span>'
            f"<small>{escape(why)}</small></li>"
        )
    return f'<ul class="layers">{"".join(items)}</ul>'


def _curves(report: Report, words: Words) -> Iterator[str]:
    if not report.feelings:
        yield f"<p>{words.none}</p>"
    for speaker, feelings in report.feelings.items():
        name = words.name(words.speakers, speaker)
        hints = report.hints if speaker == "customer" else ()
        yield f"<p>{escape(name)}</p>" + curve(feelings, hints, report.duration, name, words)


def _needs(report: Report, words: Words) -> str:
    if not report.needs:
        return f"<p>{words.none}</p>"
    rows = "".join(
        f"<tr><td>{clock(need.opened if need.opened is not None else need.met or 0)}"
        f" {escape(need.text)}</td><td>{words.abilities.get(need.ability, '')}</td>"
        f'<td class="{need.ended}">{words.ended[need.ended]}'
        f"{'' if need.met is None else ' ' + clock(need.met)}</td></tr>"
        for need in report.needs
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _alerts(report: Report, words: Words) -> Iterator[str]:
    """What supervisors were told, and what became of it; nothing where there was nothing."""
    if not report.alerts:
        return
    rows = "".join(
        f"<tr><td>{clock(alert.at)} {escape(alert.text)}</td>"
        f"<td>{words.alert_states[alert.state]}"
        f"{'' if alert.handled is None else ' ' + clock(alert.handled)}"
        f" {escape(alert.by or '')}</td></tr>"
        for alert in report.alerts
    )
    yield f"<h2>{words.alerts}</h2><table><tbody>{rows}</tbody></table>"


def _transcript(report: Report, words: Words) -> str:
    moments = [
        *((line.at, _line(line, words)) for line in report.lines),
        *((hint.shown, _hint(hint, words)) for hint in report.hints),
        *((note.at, _note(note, words)) for note in report.notes),
    ]
    moments.sort(key=lambda moment: moment[0])
    return f'<div class="call">{"".join(told for _, told in moments)}</div>'


def _note(note: Note, words: Words) -> str:
    return (
        f"<aside>{clock(note.at)} <small>{words.notes}</small> <b>{escape(note.author)}</b> "
        f"{escape(note.text)}</aside>"
    )


def _line(line: Line, words: Words) -> str:
    who = escape(words.name(words.speakers, line.speaker))
    kind = "customer" if line.speaker == "customer" else ""
    return (
        f"<time>{clock(line.at)}</time><span>{who}</span>"
        f'<span class="{kind}">{_marked(line)}</span>'
    )


def _marked(line: Line) -> str:
    """The words, with those that raised or met a need underlined."""
    told, last = "", 0
    for mark in line.marks:
        if mark.start >= last:
            inside = escape(line.text[mark.start : mark.end])
            told += (
                f'{escape(line.text[last : mark.start])}<mark class="{mark.part}">{inside}</mark>'
            )
            last = mark.end
    return told + escape(line.text[last:])


def _hint(hint: Hint, words: Words) -> str:
    ends = words.name(words.reasons, hint.reason or "")
    said = "".join(f" · {words.name(words.verdicts, verdict)}" for verdict in hint.verdicts)
    say = f"<br>{escape(hint.say)}" if hint.say else ""
    later = "".join(
        f"<br>{clock(one.at)} {escape(words.escalated)} <b>{escape(one.text)}</b>"
        for one in hint.escalations
    )
    return (
        f"<aside>{clock(hint.shown)} <b>{escape(hint.text)}</b> "
        f"<small>{escape(ends + said)}</small>{say}{later}</aside>"
    )
