"""How a rehearsal went: the scorecard of a call review, and each moment beside what might have been
said. Kind on purpose: it tells what was done, and what else could be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from assist.node.replay import play
from assist.report import Report, report_of
from assist.report.model import Met
from assist.report.scorecard import abilities, layers

from .catalogue import Entry
from .model import Moment, Titled
from .rehearsal import Rehearsal
from .words import GOODBYE, GOODBYE_AIM, plain

Ended = Met | Literal["not_asked"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need of a moment, and how it ended; ``not_asked``: it never came up."""

    need: str
    text: str
    ended: Ended


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One moment: what the customer said, what the trainee said, what would have done well.

    ``at``: when the moment began, ms since the call began. ``hinted``: sentences that hints offered
    in it.
    """

    moment: int
    at: int
    customer: tuple[str, ...]
    said: tuple[str, ...]
    good: tuple[str, ...]
    poor: tuple[str, ...]
    aim: str | None
    wanted: tuple[Wanted, ...]
    hinted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The whole of it. ``met`` of ``asked`` needs were met; what cannot be known counts in
    neither."""

    report: Report
    moments: tuple[Reviewed, ...]
    hints: bool
    met: int
    asked: int

    @property
    def share(self) -> float | None:
        """Met ÷ asked, 0–1; None where nothing was asked for."""
        return self.met / self.asked if self.asked else None


def result_of(entry: Entry, rehearsal: Rehearsal, *, hints: bool) -> Result:
    """The result of a rehearsal that is over. ``hints``: whether the trainee saw them; who did not
    met unprompted whatever was met.

    Folds the whole call anew: up to some tens of milliseconds, so not for an event loop.
    """
    steps = play(rehearsal.call, rehearsal.entries, rehearsal.program, lambda _digest: None)
    report = report_of(steps)
    if not hints:
        _unprompt(report)
    scores = report.abilities.values()
    return Result(
        report=report,
        moments=tuple(_moments(entry, rehearsal, report)),
        hints=hints,
        met=sum(score.unprompted + score.after_hint for score in scores),
        asked=sum(score.asked for score in scores),
    )


def _unprompt(report: Report) -> None:
    for need in report.needs:
        if need.ended == "after_hint":
            need.ended = "unprompted"
    report.abilities = abilities(report.needs)
    report.layers = layers(report)


def _moments(entry: Entry, rehearsal: Rehearsal, report: Report) -> Iterator[Reviewed]:
    """Those that were reached, and the goodbye."""
    begins: dict[int, int] = {}
    for number, at, _ in rehearsal.lines:
        begins.setdefault(number, at)
    language = entry.scenario.language
    goodbye = Moment(
        customer=entry.scenario.ending,
        aim=Titled(**GOODBYE_AIM),
        good=[GOODBYE[language]],
    )
    for number, moment in enumerate((*entry.scenario.turns, goodbye)):
        if number not in begins:
            return
        ends = begins.get(number + 1, report.duration + 1)
        hints = [h for h in report.hints if begins[number] <= h.shown < ends and h.say]
        yield Reviewed(
            moment=number,
            at=begins[number],
            customer=tuple(text for n, _, text in rehearsal.lines if n == number),
            said=tuple(text for n, _, text in rehearsal.answers if n == number),
            good=tuple(map(plain, moment.good)),
            poor=tuple(map(plain, moment.poor or ())),
            aim=None if moment.aim is None else getattr(moment.aim, language),
            wanted=tuple(_wanted(need, report) for need in dict.fromkeys(moment.needs)),
            hinted=tuple(dict.fromkeys(hint.say for hint in hints if hint.say)),
        )


_BEST = ("unprompted", "after_hint", "missed", "undetermined")
"""A need that came up more than once is told as it ended at best."""


def _wanted(need: str, report: Report) -> Wanted:
    found = sorted((n for n in report.needs if n.id == need), key=lambda n: _BEST.index(n.ended))
    if not found:
        return Wanted(need, need, "not_asked")
    return Wanted(need, found[0].text, found[0].ended)


def to_json(result: Result) -> dict[str, Any]:
    """Plain values: ``report`` as :mod:`assist.report` has it, and ``moments``."""
    report = asdict(replace(result.report, hints=[], abilities={}))
    report["hints"] = [asdict(hint) for hint in result.report.hints]
    report["abilities"] = {
        ability: asdict(score) | {"asked": score.asked, "share": score.share}
        for ability, score in result.report.abilities.items()
    }
    return {
        "report": report,
        "moments": [asdict(moment) for moment in result.moments],
        "hints": result.hints,
        "met": result.met,
        "asked": result.asked,
    }
