"""A report as Markdown: the case file for the morning review."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Layer, Report
from .words import Words, clock


def markdown(report: Report, words: Words) -> str:
    """The whole case file. It quotes the call (masked, as everywhere): keep it where calls are."""
    parts = [
        f"# {words.title}: {_plain(report.call)}",
        _facts(report, words),
        f"## {words.scorecard}",
        _table(words.columns, _scores(report, words)),
        f"## {words.layers_title}",
        _list(_layer(layer, words) for layer in report.layers),
        f"## {words.needs}",
        _list(
            f"{clock(need.opened if need.opened is not None else need.met or 0)} "
            f"{_plain(need.text)}: {words.ended[need.ended]}"
            for need in report.needs
        )
        or words.none,
        f"## {words.hints}",
        _list(_hints(report, words)) or words.none,
        f"## {words.transcript}",
        "\n\n".join(
            f"`{clock(line.at)}` **{words.name(words.speakers, line.speaker)}** {_plain(line.text)}"
            for line in report.lines
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(report: Report, words: Words) -> str:
    facts = {
        "agent": report.agent,
        "queue": report.queue or "",
        "duration": clock(report.duration),
        "held": clock(report.held) if report.held else "",
        "reason": report.reason or "",
    }
    told = [f"{words.facts[key]}: {_plain(value)}" for key, value in facts.items() if value]
    return _list([*told, f"{words.strain}: {clock(round(report.strain * 60_000))}"])


def _layer(layer: Layer, words: Words) -> str:
    told = f"{words.layers[layer.name]}: {words.reached[layer.reached]}"
    if layer.reached is not False:
        return told
    return f"{told} ({_plain(words.name(words.levels, layer.why))})"


def _scores(report: Report, words: Words) -> Iterable[tuple[str, ...]]:
    for ability, score in report.abilities.items():
        share = "–" if score.share is None else f"{score.share:.0%}"
        counts = (score.asked, score.unprompted, score.after_hint, score.missed)
        yield (words.abilities[ability], *map(str, counts), share)


def _hints(report: Report, words: Words) -> Iterable[str]:
    for hint in report.hints:
        ends = words.name(words.reasons, hint.reason or "")
        said = "".join(f", {words.name(words.verdicts, verdict)}" for verdict in hint.verdicts)
        why = "".join(f" “{_plain(quote)}”" for _, _, quote in hint.because[-1:])
        later = "".join(
            f", {clock(one.at)} {words.escalated} {_plain(one.text)}" for one in hint.escalations
        )
        yield f"{clock(hint.shown)} {_plain(hint.text)}{why}{later}: {ends}{said}"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) + ("--:",) * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    """What was said is not markup."""
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", " ")
