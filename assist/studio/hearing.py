"""Which phrases could be heard in what was said, found by looking for their literals alone.

Whatever is not among them could not be heard, whatever else is asked for: so a test or call in
which nothing of an edit could be heard goes as it went before, and a rule set made ready for a few
texts needs nothing but the phrases that could be heard in them. That takes a hundredth of the time
that making all of it ready takes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from assist.core.match_literals import demands
from assist.core.protocols import Folder
from assist.core.rules import Pattern, Phrase, RuleSet, Signal


@dataclass(frozen=True, slots=True)
class Said:
    """Texts as recognisers sent them, and folded; each once, one a line."""

    folded: str
    original: str


def said(texts: Iterable[str], folder: Folder) -> Said:
    """What was said, of all its hypotheses: one that only grows need not be told apart from the
    next, unless folding reads it otherwise."""
    folded: dict[str, None] = {}
    original: dict[str, None] = {}
    for text in texts:
        _grow(original, text)
        _grow(folded, folder.fold(text).text)
    return Said("\n".join(folded), "\n".join(original))


def all_of(several: Sequence[Said]) -> Said:
    """What was said in all of them."""
    return Said(
        "\n".join(one.folded for one in several), "\n".join(one.original for one in several)
    )


def _grow(texts: dict[str, None], text: str) -> None:
    last = next(reversed(texts), None)
    if last is not None and text.startswith(last):
        del texts[last]
    texts[text] = None


def heard_in(ones: Iterable[Phrase | Pattern], texts: Sequence[str]) -> set[int]:
    """The numbers of the texts in which any of some phrases and patterns could be heard."""
    demanded = [_demanded(one) for one in dict.fromkeys(ones)]
    holding = _holding({text for sets in demanded for one in sets for text in one}, texts)
    found: set[int] = set()
    for sets in demanded:
        places = [set[int]().union(*(holding.get(text, ()) for text in one)) for one in sets]
        found |= set.intersection(*places) if places else set(range(len(texts)))
    return found


def _demanded(one: Phrase | Pattern) -> Sequence[Sequence[str]]:
    """Sets of literals, one of each of which stands wherever it is heard."""
    return one.pieces if isinstance(one, Phrase) else demands(one.source).sets


def _holding(literals: Iterable[str], texts: Sequence[str]) -> dict[str, set[int]]:
    """Literal -> the numbers of the texts that hold it; all of them looked for at once."""
    wanted = list(literals)
    holding: dict[str, set[int]] = {}
    if wanted:
        ends = list(accumulate(len(text) + 1 for text in texts))
        found = AhoCorasick(wanted).find_matches_as_indexes("\n".join(texts), overlapping=True)
        for number, start, _ in found:
            holding.setdefault(wanted[number], set()).add(bisect_right(ends, start))
    return holding


def phrase_could(phrase: Phrase, text: str) -> bool:
    """Whether some literal of each piece stands in the text."""
    return all(any(literal in text for literal in piece) for piece in phrase.pieces)


def pattern_could(pattern: Pattern, text: str) -> bool:
    """Whether the text holds what every match holds."""
    return all(any(literal in text for literal in one) for one in demands(pattern.source).sets)


def by_ear_alone(signal: Signal) -> bool:
    """Whether it is heard where its literals stand, and nowhere else: not by its sound, nor in a
    manner of speaking, nor derived from anything."""
    return signal.is_text and not (
        signal.sounds_like or signal.manner is not None or signal.emotion or signal.context
    )


def within(rules: RuleSet, what: Said) -> RuleSet:
    """The rule set without the phrases that could not be heard in what was said: on these texts it
    does what the whole one does."""
    return replace(rules, signals={name: _within(one, what) for name, one in rules.signals.items()})


def _within(signal: Signal, what: Said) -> Signal:
    if not by_ear_alone(signal):
        return signal
    text = what.original if signal.original else what.folded
    phrases = tuple(one for one in signal.phrases if phrase_could(one, text))
    patterns = tuple(one for one in signal.patterns if pattern_could(one, text))
    if len(phrases) == len(signal.phrases) and len(patterns) == len(signal.patterns):
        return signal
    # What it excepts stays whole: how long it waits for more words to follow depends on it.
    return replace(signal, phrases=phrases, patterns=patterns)
