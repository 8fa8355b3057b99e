"""Phrases and patterns over rewritten hypotheses, incrementally.

A :class:`Matcher` is made once a rule set and shared by all calls; :meth:`Matcher.open` gives
an :class:`UtteranceText` per utterance, which is told each hypothesis and says what is heard in
it now. Whatever was heard before, it is what the present hypothesis says: so the final one
gives the same matches whether or not others came before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .lessons import Lessons
from .match_lessons import Student, TaughtPlans
from .match_places import Listener, Match, Place, in_order
from .match_plan import WINDOW, Plans
from .match_scan import common_prefix
from .match_settled import NOTHING, Reading
from .protocols import Folded, Folder, Tokenizer
from .rules import Signal, Subject, Veto
from .subject import Talk

__all__ = ["Match", "Matcher", "UtteranceText"]

NO_LESSONS: Mapping[tuple[str, str], Lessons] = {}
NO_SUBJECTS: Mapping[str, Subject] = {}
NO_TALK: Mapping[str, Talk] = {}


class Matcher:
    """The text signals of a rule set, ready to be heard. Immutable.

    Raises :class:`~.match_literals.PatternError` for a pattern that RE2 refuses,
    :class:`ValueError` for a phrase with nothing in it, :class:`KeyError` for an unknown veto.
    """

    def __init__(
        self,
        signals: Mapping[str, Signal],
        vetoes: Mapping[str, Veto],
        folder: Folder,
        tokenizer: Tokenizer,
        lessons: Mapping[tuple[str, str], Lessons] = NO_LESSONS,
        subjects: Mapping[str, Subject] = NO_SUBJECTS,
    ) -> None:
        self.folder = folder
        self.tokenizer = tokenizer
        self.plans = Plans(signals, vetoes, folder.sounder)
        taught = {
            who: TaughtPlans(who, signals.values(), lessons, subjects)
            for who in self.plans.speakers
        }
        self.taught = {who: plans for who, plans in taught.items() if plans.packs}

    def open(self, speaker: str, dialects: frozenset[str] = frozenset()) -> UtteranceText:
        """A new utterance. Speakers other than customer and agent raise no signals. ``dialects``:
        those known to be spoken, whatever the words."""
        return UtteranceText(self, speaker, dialects)


class UtteranceText:
    """One utterance as heard so far.

    ``text``: the present hypothesis, as received. ``matches``: those that count now (guards passed,
    each signal's ``on`` satisfied), ordered by (start, end, signal); the same object as long as
    they are the same. ``dialects``: known to be spoken. ``talk``: what a final one tells of what
    the call is about, by pack.
    """

    __slots__ = (
        "_folded",
        "_listener",
        "_matcher",
        "_reading",
        "_stable",
        "_student",
        "_words",
        "dialects",
        "final",
        "matches",
        "speaker",
        "talk",
        "text",
    )

    def __init__(self, matcher: Matcher, speaker: str, dialects: frozenset[str]) -> None:
        self.speaker = speaker
        self.dialects = dialects
        self.text = ""
        self.final = False
        self.matches: tuple[Match, ...] = ()
        self.talk: Mapping[str, Talk] = NO_TALK
        self._matcher = matcher
        self._listener: Listener | None = None
        self._student: Student | None = None
        # What was heard by phrases and by lessons, and both in one.
        self._words: tuple[tuple[Place, ...], tuple[Place, ...], tuple[Place, ...]] = ((), (), ())
        if speaker in matcher.taught:
            self._student = Student(matcher.taught[speaker])
        if speaker in matcher.plans.speakers:
            self._listener = Listener(matcher, speaker, dialects)
        self._folded: Folded = matcher.folder.fold("")
        self._stable = 0
        self._reading = NOTHING

    @property
    def folded(self) -> str:
        """The present hypothesis, folded."""
        return self._folded.text

    def whole_words(self, start: int, end: int) -> tuple[int, int]:
        """``[start, end)`` of :attr:`text`, not empty, with the rest of the words that it begins
        and ends in, as the tokenizer tells words apart."""
        first, last = self._folded.folded_span(start, end)
        if first == last:
            return start, end
        text, begin = self.folded, max(0, first - WINDOW)
        borders = self._matcher.tokenizer.borders(text[begin : last + WINDOW])
        while first - begin not in borders:
            first -= 1
        while last - begin not in borders:
            last += 1
        left, right = self._folded.original_span(first, last)
        return min(start, left), max(end, right)

    def revise(self, text: str, *, stable: int = 0, final: bool = False) -> bool:
        """Take the next hypothesis; true when :attr:`matches` changed.

        ``stable``: leading characters (as received) that will not change. After the final one
        nothing has any effect, nor has a repeat of the last.
        """
        if self.final or (text == self.text and stable == self._stable and not final):
            return False
        same_firmness = stable == self._stable and not final
        kept, places = self._take(text, stable=stable, final=final)
        before = self._reading
        if places is before.places and before.is_settled:
            return bool(places) and not same_firmness and self._count()
        self._reading = before.then(
            places, length=len(self.folded), stable=stable, final=final, kept=kept
        )
        return self._count()

    def save(self) -> dict[str, Any]:
        """The state as JSON; what follows from the text is left out."""
        return {
            "speaker": self.speaker,
            "text": self.text,
            "stable": self._stable,
            "final": self.final,
            "dialects": sorted(self.dialects),
            "settled": [
                list(key)
                for key, settled in zip(self._reading.keys, self._reading.settled, strict=True)
                if settled
            ],
        }

    @classmethod
    def restore(cls, matcher: Matcher, saved: Mapping[str, Any]) -> UtteranceText:
        """As it was when saved; on another matcher, what that one makes of the same text."""
        self = cls(matcher, saved["speaker"], frozenset(saved.get("dialects", ())))
        _, places = self._take(saved["text"], stable=saved["stable"], final=saved["final"])
        settled = tuple((name, heard, nth) for name, heard, nth in saved["settled"])
        before = Reading((), settled, (True,) * len(settled))
        self._reading = before.then(
            places, length=len(self.folded), stable=self._stable, final=self.final, kept=0
        )
        self._count()
        return self

    def _take(self, text: str, *, stable: int, final: bool) -> tuple[int, tuple[Place, ...]]:
        """Replace the hypothesis: how many leading folded characters stayed the same, and the
        places where signals are heard now."""
        before = self._folded
        same = kept = sure = common_prefix(self.text, text)
        self._folded = folded = self._matcher.folder.fold(text, before, same)
        if not (folded.is_same and before.is_same):
            kept = sure = common_prefix(before.text, folded.text)
            if same < len(self.text):  # punctuation was rewritten, perhaps, and nothing else
                sure = min(kept, before.before(same), folded.before(same))
        self.text = text
        self._stable = stable
        self.final = final
        if self._listener is None:
            return kept, ()
        places = self._listener.hear(text, folded, sure, same, final=final)
        if self._student is not None:
            places = self._with(places, self._student.hear(folded, kept, final=final))
            if final:
                self.talk = self._student.talk(folded.text)
        if final:  # nothing will follow, and what it is made of is most of what is kept of a call
            self._listener = self._student = None
        return kept, places

    def _with(self, heard: tuple[Place, ...], taught: tuple[Place, ...]) -> tuple[Place, ...]:
        """Both in order, without what is like the examples of a signal whose phrases are heard; the
        same object as long as both are."""
        before = self._words
        if heard is not before[0] or taught is not before[1]:
            said = {place.match.signal for place in heard} if taught else ()
            like = tuple(place for place in taught if place.match.signal not in said)
            self._words = (heard, taught, in_order(heard, like))
        return self._words[2]

    def _count(self) -> bool:
        matches = tuple(self._reading.counting(stable=self._stable, final=self.final))
        if matches == self.matches:
            return False
        self.matches = matches
        return True
