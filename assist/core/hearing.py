"""From utterances to occurrences: when in the call each match was said, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .events import Fragment, Word
from .match import Match, Matcher, UtteranceText
from .occurrences import Occurrence
from .quoting import quote
from .saving import SavedUtterance
from .stretches import Stretch

MOVED_MS = 1_000
"""What lies further from where it was first heard is another match, its elder misheard."""


@dataclass(slots=True)
class Utterance:
    """One utterance as it is heard; times in media ms, None where the recogniser gave none."""

    speaker: str
    id: str
    text: UtteranceText
    revision: int = -1
    start: int | None = None
    end: int | None = None
    at: int = 0
    words: tuple[Word, ...] = ()
    source: str = field(init=False)
    """What its occurrences are filed under."""
    stretch: Stretch | None = field(init=False, default=None)
    """What is remembered of when it was said, once that is known; of open utterances only."""
    _told_of: tuple[Match, ...] | None = field(init=False, default=None)
    """The matches that the last :meth:`occurrences` were made of."""

    def __post_init__(self) -> None:
        self.source = f"{self.speaker}/{self.id}"

    @property
    def final(self) -> bool:
        return self.text.final

    def hears(self, fragment: Fragment) -> None:
        """Take a newer hypothesis."""
        self.revision = fragment.revision
        self.at = fragment.at
        self.words = fragment.words
        self.end = fragment.end
        if fragment.start is not None:
            self.start = fragment.start
        text, stable, final = fragment.text, fragment.stable or 0, fragment.final
        if final or stable or text != self.text.text:
            self.text.revise(text, stable=stable, final=final)

    def save(self) -> SavedUtterance:
        return SavedUtterance(
            speaker=self.speaker,
            id=self.id,
            revision=self.revision,
            start=self.start,
            end=self.end,
            at=self.at,
            words=self.words,
            text=self.text.save(),
        )

    @classmethod
    def restore(cls, matcher: Matcher, saved: SavedUtterance) -> Utterance:
        return cls(
            saved.speaker,
            saved.id,
            UtteranceText.restore(matcher, saved.text),
            saved.revision,
            saved.start,
            saved.end,
            saved.at,
            saved.words,
        )

    def time_of(self, offset: int) -> int:
        """Media time at which the character before ``offset`` was said: its word's, else
        interpolated between start and end, else when the hypothesis was sent."""
        timed = self._word_time(offset) if self.words else None
        if timed is not None:
            return timed
        end = self.end if self.end is not None else self.at
        if self.start is None or not self.text.text:
            return end
        return self.start + max(0, end - self.start) * offset // len(self.text.text)

    def _word_time(self, offset: int) -> int | None:
        position, time = 0, None
        for word in self.words:
            found = self.text.text.find(word.text, position)
            if found >= 0:
                position = found + len(word.text)
                time = word.end if word.end is not None else word.start
                if position >= offset:
                    return time
        return time

    def span(self) -> tuple[int, int]:
        """Start and end as well as they are known."""
        end, start = self.end, self.start
        if end is None:
            end = self.at
        return (end if start is None else start), end

    def occurrences(self, told: tuple[Occurrence, ...] = ()) -> tuple[Occurrence, ...]:
        """What the utterance says, as occurrences; ``told``: what it said until now (the same
        object is returned where it still does).

        Until it is final, an occurrence keeps the time and the quotation it was first told with:
        every hypothesis would move them a little, and all that follows from them would be
        worked out anew.
        """
        matches, final = self.text.matches, self.text.final
        if not final and matches is self._told_of and self._are_where_they_were(matches, told):
            return told
        self._told_of = matches
        known = {} if final else {(one.signal, one.ordinal): one for one in told}
        seen: dict[str, int] = {}
        found = []
        words = ""
        for match in matches:
            ordinal = seen.get(match.signal, 0)
            seen[match.signal] = ordinal + 1
            time, before = self.time_of(match.quote_end), known.get((match.signal, ordinal))
            if (
                before is not None
                and -MOVED_MS <= before.time - time <= MOVED_MS
                and before.firm is match.firm
                and before.degree == match.degree
                and before.captures == match.captures
            ):
                found.append(before)
                continue
            said = quote(self.text.text, match.quote_start, match.quote_end)
            words = words if said == words else said  # neighbours mostly share them
            found.append(
                Occurrence(
                    time=time,
                    signal=match.signal,
                    speaker=self.speaker,
                    utterance=self.id,
                    ordinal=ordinal,
                    quote=words,
                    captures=match.captures,
                    firm=match.firm,
                    degree=match.degree,
                )
            )
        return tuple(found)

    def _are_where_they_were(self, matches: Sequence[Match], told: Sequence[Occurrence]) -> bool:
        if len(matches) != len(told):
            return False
        if self.words:
            return all(
                abs(one.time - self.time_of(match.quote_end)) <= MOVED_MS
                for match, one in zip(matches, told, strict=True)
            )
        start, end = self.span()  # as time_of(), once for all of them
        lasted, length = max(0, end - start), len(self.text.text) or 1
        for match, one in zip(matches, told, strict=True):
            if not -MOVED_MS <= one.time - start - lasted * match.quote_end // length <= MOVED_MS:
                return False
        return True
