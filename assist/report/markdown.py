"""A report as Markdown: the case file for the morning review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .facts import Frame, facts
from .model import Layer, Report
from .words import Words, clock


def markdown(report: Report, frame: Frame) -> str:
    """The whole case file. It quotes the call (masked, as everywhere): keep it where calls are."""
    words = frame.words
    parts = [
        f"# {words.title}: {plain(report.call)}",
        listed(f"{name}: {plain(value)}" for name, value in facts(report, frame)),
        f"## {words.scorecard}",
        _table(words.columns, _scores(report, words)),
        f"## {words.layers_title}",
        listed(_layer(layer, words) for layer in report.layers),
        f"## {words.needs}",
        listed(
            f"{clock(need.opened if need.opened is not None else need.met or 0)} "
            f"{plain(need.text)}: {words.ended[need.ended]}"
            for need in report.needs
        )
        or words.none,
        f"## {words.hints}",
        listed(_hints(report, words)) or words.none,
        *_supervisors(report, words),
        f"## {words.transcript}",
        "\n\n".join(
            f"`{clock(line.at)}` **{words.name(words.speakers, line.speaker)}** {plain(line.text)}"
            for line in report.lines
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _layer(layer: Layer, words: Words) -> str:
    told = f"{words.layers[layer.name]}: {words.reached[layer.reached]}"
    if layer.reached is not False:
        return told
    return f"{told} ({plain(words.name(words.levels, layer.why))})"


def _scores(report: Report, words: Words) -> Iterable[tuple[str, ...]]:
    for ability, score in report.abilities.items():
        share = "–" if score.share is None else f"{score.share:.0%}"
        counts = (score.asked, score.unprompted, score.after_hint, score.missed)
        yield (words.abilities[ability], *map(str, counts), share)


def _hints(report: Report, words: Words) -> Iterable[str]:
    for hint in report.hints:
        ends = words.name(words.reasons, hint.reason or "")
        said = "".join(f", {words.name(words.verdicts, verdict)}" for verdict in hint.verdicts)
        why = "".join(f" “{plain(quote)}”" for _, _, quote in hint.because[-1:])
        later = "".join(
            f", {clock(one.at)} {words.escalated} {plain(one.text)}" for one in hint.escalations
        )
        yield f"{clock(hint.shown)} {plain(hint.text)}{why}{later}: {ends}{said}"


def _supervisors(report: Report, words: Words) -> Iterator[str]:
    """What supervisors were told, and what they wrote to the agent; nothing where nobody did."""
    if report.alerts:
        yield f"## {words.alerts}"
        yield listed(
            f"{clock(alert.at)} {plain(alert.text)}: {words.alert_states[alert.state]}"
            f"{'' if alert.handled is None else f' {clock(alert.handled)}'}"
            f"{'' if alert.by is None else f' ({plain(alert.by)})'}"
            for alert in report.alerts
        )
    if report.notes:
        yield f"## {words.notes}"
        yield listed(
            f"{clock(note.at)} {plain(note.author)}: {plain(note.text)}" for note in report.notes
        )


def listed(items: Iterable[str]) -> str:
    """A list, an item a line."""
    return "\n".join(f"- {item}" for item in items)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) + ("--:",) * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(text: str) -> str:
    """What was said is not markup."""
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", " ")
