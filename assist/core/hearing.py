"""From utterances to occurrences: when in the call each match was said, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from .events import Fragment, Word
from .match import Match, Matcher, UtteranceText
from .occurrences import Occurrence
from .saving import SavedUtterance

QUOTE_CHARS = 24
"""Longest quotation: what an agent reads at a glance."""
_CLAUSE_ENDS = frozenset("，。！？、；：,.!?;:…—\n")


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

    @property
    def source(self) -> str:
        return f"{self.speaker}/{self.id}"

    @property
    def final(self) -> bool:
        return self.text.final

    def hears(self, fragment: Fragment) -> None:
        """Take a newer hypothesis."""
        self.revision, self.at, self.words = fragment.revision, fragment.at, fragment.words
        self.start = fragment.start if fragment.start is not None else self.start
        self.end = fragment.end
        same = fragment.text == self.text.text and (fragment.stable or 0) == 0
        if fragment.final or not same:
            self.text.revise(fragment.text, stable=fragment.stable or 0, final=fragment.final)

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
        end = self.end if self.end is not None else self.at
        return (self.start if self.start is not None else end), end

    def occurrences(self) -> tuple[Occurrence, ...]:
        """What the utterance says, as occurrences."""
        seen: dict[str, int] = {}
        found = []
        for match in self.text.matches:
            ordinal = seen.get(match.signal, 0)
            seen[match.signal] = ordinal + 1
            found.append(
                Occurrence(
                    time=self.time_of(match.quote_end),
                    signal=match.signal,
                    speaker=self.speaker,
                    utterance=self.id,
                    ordinal=ordinal,
                    quote=quote(self.text.text, match),
                    captures=match.captures,
                    firm=match.firm,
                )
            )
        return tuple(found)


def quote(text: str, match: Match) -> str:
    """The clause around a match, at most :data:`QUOTE_CHARS` long, in the original script."""
    first, last = match.quote_start, match.quote_end
    edges = [0, *(i for i, c in enumerate(text) if c in _CLAUSE_ENDS), len(text)]
    clause_start = max((a for a, _ in pairwise(edges) if a < first or a == 0), default=0)
    clause_end = min((b for _, b in pairwise(edges) if b >= last), default=len(text))
    spare = max(0, QUOTE_CHARS - (last - first))
    start = max(clause_start, first - spare // 2)
    end = min(clause_end, max(last, start + QUOTE_CHARS))
    return text[start:end].strip("".join(_CLAUSE_ENDS) + " ")
