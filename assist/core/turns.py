"""Who had the floor: turns, and when one is over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

SILENCE_MS = 1_500
"""A speaker silent for this long after a final has ended the turn: the usual gap between turns is
0.2 s (Stivers et al., PNAS 2009) and silences in talk seldom pass 1 s (Jefferson, 1989)."""
KEPT = 128
"""Turns remembered, of both speakers: a condition may look back over 50 of one."""
UTTERANCES_KEPT = 32
"""Utterances of one turn by which it is known, should one of them be withdrawn."""
UNORDERED_MS = 60_000
"""No recogniser tells of a turn so long after one that followed it."""
OVERLAP_MS = 1_000
"""A turn that began this long before a cue may still answer it (the reply overlaps)."""

_LISTENING = re.compile(
    r"(?:好的?|对的?|是的?|行|没错|明白|可以|okay|ok|yeah|yes|yep|right|sure|mhm|uhhuh|mm|hmm|isee|alright)+"
)
LISTENING_CHARS = 12
"""Longer than this, even words like these alone are said to be heard: 好的好的明白明白 is eight."""


@cache
def turn_signal(speaker: str) -> str:
    """Name of the derived signal “a turn of ``speaker`` ended”."""
    return f"turn:{speaker}"


def is_backchannel(folded: str) -> bool:
    """Whether a folded utterance only says “I am listening” (fillers alone fold to nothing)."""
    if len(folded) > LISTENING_CHARS:
        return False
    return not folded or _LISTENING.fullmatch(folded.replace(" ", "")) is not None


@dataclass(slots=True)
class Turn:
    """A run of one speaker's final utterances; times in media ms."""

    speaker: str
    start: int
    end: int
    utterances: list[str] = field(default_factory=list)
    over: bool = False
    told: str | None = None
    """The utterance under which it was told that the turn is over."""


@dataclass(slots=True)
class Turns:
    """The last turns of a call, and how many each speaker has begun.

    Turns are runs of finals. That the other speaks ends one at once, but not for good: where that
    was misheard, or the speaker says more before a silence, it goes on. So what is known once all
    is final does not depend on the hypotheses before.
    """

    recent: list[Turn] = field(default_factory=list)
    begun: dict[str, list[int]] = field(default_factory=dict)
    """Speaker -> start times of the first two turns (all that ``during: opening`` needs)."""
    beginning: dict[str, int] = field(default_factory=dict)
    """Speaker -> start of the open utterance that will begin a turn."""
    silent_from: int | None = None
    """Received time since which its speaker has said nothing after the last final; None where the
    last turn is over for good."""
    ended_by: str | None = None
    """The open utterance (``speaker/id``) of the other with which the last turn ended."""
    stopped: int | None = None
    """Received time since which time stands still."""

    def final(
        self, speaker: str, utterance: str, start: int, end: int, *, over: bool, received: int
    ) -> list[Turn]:
        """An utterance (no back-channel) is final; ``over``: the recogniser heard the turn end.
        Returns the turns that ended with it, and one that goes on after all."""
        self.beginning.pop(speaker, None)
        last = self.recent[-1] if self.recent else None
        ended = []
        if self.ended_by is not None:
            if last is not None and last.speaker == speaker:
                ended = self._go_on(received)
            self.ended_by = None
        if last is not None and last.speaker == speaker and not last.over:
            last.end = max(last.end, end)
            last.utterances = [*last.utterances[1 - UTTERANCES_KEPT :], utterance]
        else:
            if last is not None and not last.over:
                last.over = True
                ended.append(last)
            last = Turn(speaker, start, end, [utterance])
            self.recent.append(last)
            del self.recent[:-KEPT]
            begun = self.begun.setdefault(speaker, [])
            if len(begun) < 2:
                begun.append(start)
        if over:
            last.over = True
            if last not in ended:
                ended.append(last)
        self.silent_from = None if over else received
        return ended

    def hypothesis(self, speaker: str, source: str, start: int, received: int) -> list[Turn]:
        """Somebody is speaking (no back-channel); returns the turn that ended with that.
        ``source``: the utterance, as ``speaker/id``."""
        last = self.recent[-1] if self.recent else None
        if last is None or last.over or last.speaker != speaker:
            self.beginning[speaker] = start
        if last is None:
            return []
        if last.over:
            if self.ended_by is not None and last.speaker == speaker:
                self._speaks_on(received)
            return []
        if last.speaker == speaker:
            if self.silent_from is not None:
                self.silent_from = received
            return []
        last.over = True
        self.ended_by = source
        return [last]

    def backchannel(self, speaker: str, source: str, received: int) -> list[Turn]:
        """What the speaker is saying begins no turn, and ends none: returns the one that had ended
        with it."""
        self.beginning.pop(speaker, None)
        return self._go_on(received) if source == self.ended_by else []

    def withdraw(self, speaker: str, utterance: str, received: int) -> list[Turn]:
        """An utterance was folded into another: it is no turn, nor part of one, of its own.
        Returns the turn that had ended with it."""
        self.beginning.pop(speaker, None)
        last = self.recent[-1] if self.recent else None
        for turn in self.recent:
            if turn.speaker == speaker and utterance in turn.utterances:
                turn.utterances.remove(utterance)
        self.recent = [turn for turn in self.recent if turn.utterances]
        if last is not None and not last.utterances:
            self.ended_by = None
        return self._go_on(received) if f"{speaker}/{utterance}" == self.ended_by else []

    def _speaks_on(self, received: int) -> None:
        """So does the other, with whose words the turn ended; it may go on after all."""
        if not self._was_silent(received):
            self.silent_from = received

    def _go_on(self, received: int) -> list[Turn]:
        """The last turn did not end with what the other said; returns it, unless silence has ended
        it since."""
        self.ended_by = None
        if self._was_silent(received):
            self.silent_from = None
            return []
        last = self.recent[-1]
        last.over = False
        self.beginning.pop(last.speaker, None)
        return [last]

    def _was_silent(self, received: int) -> bool:
        """Whether the speaker of the last turn has said nothing for :data:`SILENCE_MS`."""
        now = received if self.stopped is None else min(received, self.stopped)
        return self.silent_from is None or now >= self.silent_from + SILENCE_MS

    def stop(self, received: int) -> None:
        """Time stands still: nobody's silence means anything."""
        self.stopped = received

    def go(self, received: int) -> None:
        """Time runs again; the silence before it stood still counts."""
        if self.silent_from is not None and self.stopped is not None:
            self.silent_from = received - max(0, self.stopped - self.silent_from)
        self.stopped = None

    def deadline(self) -> int | None:
        """Received time at which silence ends the last turn."""
        if self.silent_from is None or self.stopped is not None or self.ended_by is not None:
            return None
        return self.silent_from + SILENCE_MS

    def silence(self) -> list[Turn]:
        """Nobody has spoken for :data:`SILENCE_MS`; returns the turn that ended with that."""
        self.silent_from = None
        if not self.recent or self.recent[-1].over:
            return []
        self.recent[-1].over = True
        return [self.recent[-1]]

    def ended_after(self, cue: int, speakers: frozenset[str]) -> list[Turn]:
        """Turns of ``speakers`` that answer a cue at media time ``cue`` and are over."""
        found: list[Turn] = []
        for turn in reversed(self.recent):
            if turn.end < cue - UNORDERED_MS:
                break
            if (
                turn.over
                and turn.speaker in speakers
                and turn.end > cue
                and turn.start >= cue - OVERLAP_MS
            ):
                found.append(turn)
        found.reverse()
        return found

    def last_of(self, speaker: str, count: int, time: int) -> list[Turn] | None:
        """The last ``count`` turns of ``speaker`` that ended by media time ``time``; None when
        there were fewer."""
        found = [
            turn
            for turn in self.recent
            if turn.speaker == speaker and turn.over and turn.end <= time
        ][-count:]
        return found if len(found) == count else None

    def start_of_last(self, count: int, time: int) -> int:
        """When the ``count``-th last turn (of anybody) that ended before ``time`` began; 0 when
        there were fewer. The turn that is under way at ``time`` is none of them."""
        ended = [turn for turn in self.recent if turn.over and turn.end < time]
        return ended[-count].start if len(ended) >= count else 0

    def second_began(self, speaker: str) -> int | None:
        """When the second turn of ``speaker`` began; None when it has not."""
        begun = self.begun.get(speaker, [])
        if len(begun) > 1:
            return begun[1]
        return self.beginning.get(speaker) if begun else None
