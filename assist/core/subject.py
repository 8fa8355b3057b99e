"""Whether a call is about something else than its rules are for.

A pack may say what its calls are about (``subject:``): words, any of which tells that a call is.
Until somebody says one, the call is held against the pack's examples: of the neighbouring units
that both speakers said, and that the examples know one by one, how many they know side by side.
What a pack was not made for it hears wrongly, and is all the surer of it (what a classifier is sure
of says little outside of what it was trained on; Hendrycks & Gimpel 2017), so hints about such talk
are kept from the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .rules import Subject

JUDGED = 30
"""Pairs of units without which too little was said to tell: three or four sentences."""


class Talk(NamedTuple):
    """What was said, as a pack with a subject sees it. ``pairs``: of neighbouring units that its
    examples know one by one; ``known``: of these, side by side; ``mentioned``: whether any of the
    subject's words is among it."""

    pairs: int = 0
    known: int = 0
    mentioned: bool = False

    def and_then(self, more: Talk) -> Talk:
        """With what was said besides."""
        return Talk(
            self.pairs + more.pairs, self.known + more.known, self.mentioned or more.mentioned
        )


MENTIONED = Talk(mentioned=True)
"""Of an utterance that names the subject no more needs to be known."""


def is_elsewhere(subjects: Mapping[str, Subject], talk: Mapping[str, Talk]) -> bool:
    """Whether a call is about nothing that any of the packs is for. ``subjects``, ``talk``: by
    pack. Of a call that no pack with a subject understands a word of, nothing is known."""
    return bool(subjects) and all(
        _is_strange(subject, talk.get(pack, Talk())) for pack, subject in subjects.items()
    )


def _is_strange(subject: Subject, talk: Talk) -> bool:
    if talk.mentioned or talk.pairs < JUDGED:
        return False
    return talk.known < subject.familiar * talk.pairs
