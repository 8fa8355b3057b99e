"""Who had the floor: turns, and when one is over."""

from __future__ import annotations

from dataclasses import dataclass, field

SILENCE_MS = 1_500
"""A speaker silent for this long after a final has ended the turn: the usual gap between turns is
0.2 s (Stivers et al., PNAS 2009) and silences in talk seldom pass 1 s (Jefferson, 1989)."""
KEPT = 16
OVERLAP_MS = 1_000
"""A turn that began this long before a cue may still answer it (the reply overlaps)."""

_BACKCHANNELS = frozenset(
    (
        *("好", "好的", "好好", "好好好", "对", "对的", "对对", "对对对", "是", "是的", "是是"),
        *("行", "行行", "没错", "明白", "可以", "可以可以"),
        *("ok", "okay", "yeah", "yes", "yep", "right", "sure", "mhm", "uhhuh", "mm", "hmm"),
        *("isee", "alright"),
    )
)


def is_backchannel(folded: str) -> bool:
    """Whether a folded utterance only says “I am listening” (fillers alone fold to nothing)."""
    return folded.replace(" ", "") in _BACKCHANNELS or not folded


@dataclass(slots=True)
class Turn:
    """A run of one speaker's final utterances; times in media ms."""

    speaker: str
    start: int
    end: int
    utterances: list[str] = field(default_factory=list)
    over: bool = False


@dataclass(slots=True)
class Turns:
    """The last turns of a call, and how many each speaker has begun."""

    recent: list[Turn] = field(default_factory=list)
    begun: dict[str, list[int]] = field(default_factory=dict)
    """Speaker -> start times of the first two turns (all that ``during: opening`` needs)."""
    silent_from: int | None = None
    """Received time since which nobody has spoken after the last final."""

    def final(
        self, speaker: str, utterance: str, start: int, end: int, *, over: bool, received: int
    ) -> None:
        """An utterance (no back-channel) is final; ``over``: the recogniser heard the turn end."""
        last = self.recent[-1] if self.recent else None
        if last is not None and last.speaker == speaker and not last.over:
            last.end = max(last.end, end)
            last.utterances.append(utterance)
            last.over = over
        else:
            if last is not None and last.speaker != speaker:
                last.over = True
            self.recent.append(Turn(speaker, start, end, [utterance], over))
            del self.recent[:-KEPT]
            begun = self.begun.setdefault(speaker, [])
            if len(begun) < 2:
                begun.append(start)
        self.silent_from = None if over else received

    def hypothesis(self, speaker: str, received: int) -> bool:
        """Somebody is speaking (no back-channel); returns whether that ended a turn."""
        last = self.recent[-1] if self.recent else None
        if last is None or last.over:
            return False
        if last.speaker == speaker:
            if self.silent_from is not None:
                self.silent_from = received
            return False
        last.over = True
        self.silent_from = None
        return True

    def deadline(self) -> int | None:
        """Received time at which silence ends the last turn."""
        return None if self.silent_from is None else self.silent_from + SILENCE_MS

    def silence(self) -> None:
        self.silent_from = None
        if self.recent:
            self.recent[-1].over = True

    def ended_after(self, cue: int, speakers: frozenset[str]) -> list[Turn]:
        """Turns of ``speakers`` that answer a cue at media time ``cue`` and are over."""
        return [
            turn
            for turn in self.recent
            if turn.over
            and turn.speaker in speakers
            and turn.end > cue
            and turn.start >= cue - OVERLAP_MS
        ]

    def last_of(self, speaker: str, count: int) -> list[Turn] | None:
        """The last ``count`` turns of ``speaker``; None when there were fewer."""
        found = [turn for turn in self.recent if turn.speaker == speaker][-count:]
        return found if len(found) == count else None

    def start_of_last(self, count: int) -> int:
        """When the ``count``-th last turn (of anybody) began; 0 when there were fewer."""
        return self.recent[-count].start if len(self.recent) >= count else 0
