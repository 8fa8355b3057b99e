"""What is measured of an utterance once it is final: pace, loudness, share of the talk.

Each is compared with a running baseline: the median of the speaker's last utterances that are long
enough to tell. The median, because one shouted or misheard utterance must not move it.
"""

from __future__ import annotations

from .clock import Clock
from .manners import USUAL, Loudness, Pace, TalkRatio
from .stretches import CHAR_MS, WORD_MS, Stretch, Stretches

LEAST_MS = 1_500
LEAST_USUAL = 1_300
"""Shorter utterances (six characters) have no pace of their own: a 喂 or a drawn-out 好 is no sign.
"""
BASELINE = 15
"""Utterances that a baseline rests on: about a minute of the speaker's own speech."""
OWN_LEAST = 3
OWN_LEAST_MS = 10_000
"""So many utterances and so much speech make a pace the speaker's own; until then the usual one
(4.6 characters or 2.5 words a second) stands in, as for a stranger one has just met."""
OTHER = 5
OTHER_LEAST_MS = 4_000
"""The other's pace is that of the last few utterances, once they last so long; before, nothing can
be said."""
SPOKEN = 0.25
"""Share of the window that must be speech before a share of the talk means anything."""


def pace(stretch: Stretch, chars: int, words: int) -> float:
    """How fast so many characters and words were said: 1 is usual, 2 is twice as fast; 0 where that
    cannot be told."""
    duration = stretch.end - stretch.start
    if not stretch.timed or stretch.backchannel or duration < LEAST_MS:
        return 0.0
    usual = CHAR_MS * chars + WORD_MS * words
    return usual / duration if usual >= LEAST_USUAL else 0.0


def has_pace(
    wanted: Pace, stretch: Stretch, stretches: Stretches, known: dict[str, float | None]
) -> bool:
    """Whether an utterance that has just become final was said at that pace. ``known``: paces that
    it is compared with, by whose they are, worked out for another signal already."""
    if not stretch.pace:
        return False
    whose = wanted.of or stretch.speaker
    if whose not in known:
        known[whose] = 1.0 if whose == USUAL else _pace_of(whose, stretch, stretches)
    baseline = known[whose]
    if baseline is None:
        return False
    ratio = stretch.pace / baseline
    if wanted.above is not None and ratio <= wanted.above:
        return False
    return wanted.below is None or ratio < wanted.below


def _pace_of(speaker: str, stretch: Stretch, stretches: Stretches) -> float | None:
    """The pace that a speaker had before an utterance; None where it is not known."""
    own, spoken = speaker == stretch.speaker, 0
    most, paces = BASELINE if own else OTHER, list[float]()
    for other in stretches.before(stretch):
        if other.speaker == speaker and other.pace:
            paces.append(other.pace)
            spoken += other.end - other.start
            if len(paces) == most:
                break
    if own:
        return _median(paces) if len(paces) >= OWN_LEAST and spoken >= OWN_LEAST_MS else 1.0
    return _median(paces) if spoken >= OTHER_LEAST_MS else None


def _median(values: list[float]) -> float:
    """Of a few values; :func:`statistics.median` takes several times as long."""
    values.sort()
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def is_loud(wanted: Loudness, stretch: Stretch, stretches: Stretches) -> bool:
    """Whether an utterance is that much louder than the speaker's own."""
    if stretch.loudness is None:
        return False
    known = list[float]()
    for other in stretches.before(stretch):
        if other.speaker == stretch.speaker and other.final and other.loudness is not None:
            known.append(other.loudness)
            if len(known) == BASELINE:
                break
    return len(known) >= OWN_LEAST and stretch.loudness - _median(known) >= wanted.above_db


def dominates(wanted: TalkRatio, stretch: Stretch, stretches: Stretches, clock: Clock) -> bool:
    """Whether the speaker had that share of the talk in the window up to the utterance's end.

    What is still being said counts once it has been: finals alone must tell the same.
    """
    first = clock.before(stretch.end, wanted.over, ("customer", "agent"))
    if first < 0 or stretches.kept[0].start > first:
        return False
    spoken = {"customer": 0, "agent": 0}
    for other in stretches.kept:
        if other.end <= first or not other.final:
            continue
        if not other.timed:
            return False
        overlap = min(other.end, stretch.end) - max(other.start, first)
        spoken[other.speaker] += max(0, overlap)
    total = sum(spoken.values())
    return total >= SPOKEN * wanted.over and spoken[stretch.speaker] > wanted.above * total
