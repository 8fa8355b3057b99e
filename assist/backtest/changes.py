"""What an edit changes: the same calls under two rule sets, and where they went otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .playing import Result, Shown

MOVED_MS = 1_000
"""A hint that comes this much sooner or later is worth a line."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The same hint at another time, or in other words."""

    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class CallChange:
    """One call that went otherwise: hints that are new, that are gone, that moved or were reworded;
    and the faults (false showings and misses) before and after, None without labels."""

    call: str
    source: str
    new: tuple[Shown, ...]
    gone: tuple[Shown, ...]
    moved: tuple[Moved, ...]
    reworded: tuple[Moved, ...]
    faults_before: int | None
    faults_after: int | None

    def to_json(self) -> dict[str, Any]:
        """Ready for JSON; times in ms."""
        return {
            "call": self.call,
            "source": self.source,
            "new": [_hint(shown) for shown in self.new],
            "gone": [_hint(shown) for shown in self.gone],
            "moved": [{**_hint(one.after), "was_at": one.before.at} for one in self.moved],
            "reworded": [{**_hint(one.after), "was": one.before.text} for one in self.reworded],
            "faults_before": self.faults_before,
            "faults_after": self.faults_after,
        }


def _hint(shown: Shown) -> dict[str, Any]:
    return {"rule": shown.rule, "need": shown.need, "at": shown.at, "text": shown.text}


def changes(before: Sequence[Result], after: Sequence[Result]) -> list[CallChange]:
    """The calls that went otherwise, in order; both sequences are of the same calls."""
    pairs = zip(before, after, strict=True)
    compared = (_compare(was, now) for was, now in pairs)
    return [one for one in compared if one.new or one.gone or one.moved or one.reworded]


def _compare(was: Result, now: Result) -> CallChange:
    old, new = list(was.shown), []
    moved: list[Moved] = []
    reworded: list[Moved] = []
    for shown in now.shown:
        same = [one for one in old if one.rule == shown.rule]
        nearest = min(same, key=lambda one: abs(one.at - shown.at), default=None)
        if nearest is None:
            new.append(shown)
            continue
        old.remove(nearest)
        if abs(nearest.at - shown.at) > MOVED_MS:
            moved.append(Moved(nearest, shown))
        elif nearest.text != shown.text:
            reworded.append(Moved(nearest, shown))
    labelled = was.score is not None
    return CallChange(
        call=now.call,
        source=now.source,
        new=tuple(new),
        gone=tuple(old),
        moved=tuple(moved),
        reworded=tuple(reworded),
        faults_before=was.faults if labelled else None,
        faults_after=now.faults if labelled else None,
    )
