"""RE2 patterns: compiled within bounds, and the literals that every match of one must contain.

A pattern is run only where one of its literals was heard (an ``re`` loop over 2,000 patterns
costs 371 µs a fragment; behind literals it is 3).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import product
from re import _constants as opcodes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

import re2

MAX_PATTERN: Final = 1_000
"""Longest pattern accepted, in characters."""
MAX_MEMORY: Final = 1 << 20
"""Bytes that RE2 may spend on one compiled pattern, its lazily built states included."""

_MOST_ALTERNATIVES: Final = 32
_MOST_SETS: Final = 6
_LONGEST: Final = 24
_WIDE: Final = "\u2e80"
_COMMON: Final = frozenset("的了不我你是一有在就都还没个这那要说到上来去人给")


class PatternError(ValueError):
    """A pattern that RE2 refuses, or that is too large. ``reason`` is for the supervisor."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{reason}: {source}")
        self.source = source
        self.reason = reason


@lru_cache(maxsize=2_048)  # checked, made ready, and the same again when rules are loaded anew
def compile_pattern(source: str) -> Any:
    """Compile with RE2: linear time whatever the text, bounded memory. Raises
    :class:`PatternError`."""
    if len(source) > MAX_PATTERN:
        raise PatternError(source[:60] + "…", f"longer than {MAX_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    options.never_capture = "(?P<" not in source  # spans nobody asks for cost half of a match
    try:
        return re2.compile(source, options=options)
    except re2.error as error:
        raw = error.args[0] if error.args else error
        reason = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
        raise PatternError(source, reason) from None


@dataclass(frozen=True, slots=True)
class Demands:
    """What every match of a pattern holds.

    ``sets``: one literal of each, one behind the other. ``endings``: it ends with one of these,
    and what follows has no say in it; ``()`` where that cannot be said.
    """

    sets: tuple[tuple[str, ...], ...] = ()
    endings: tuple[str, ...] = ()


def required_literals(source: str) -> tuple[str, ...]:
    """Literals of which every match of ``source`` contains one; ``()`` where there are none.

    One character will do, but a Latin letter: those are in everything. Raises
    :class:`PatternError` for what RE2 refuses.
    """
    return rarest_of(demands(source).sets)


def rarest_of(sets: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The set that is heard by chance the least; ``()`` if there is none."""
    return tuple(sorted(_best(map(frozenset, sets)) or ()))


@lru_cache(maxsize=4_096)  # asked for when a pattern is checked and when it is made ready, at 1 ms
def demands(source: str) -> Demands:
    """All that every match of ``source`` must hold. Raises :class:`PatternError` for what RE2
    refuses."""
    compile_pattern(source)
    if "[:" in source or r"\Q" in source:  # RE2's own, which Python reads as something else
        return Demands()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            parsed = parser.parse(source)
    except (re.error, RecursionError, OverflowError):
        return Demands()
    reader = _Reader(
        either_case=re.search(r"\(\?[a-z]*i", source) is not None,
        odd_repeats="{," in source,  # RE2 takes x{,2} at its word
    )
    read = reader.sequence(parsed)
    sets = read.demanded[:_MOST_SETS]
    endings = None if reader.looks_around or reader.odd_repeats else read.last
    return Demands(
        tuple(tuple(sorted(strings)) for strings in sets),
        tuple(sorted(endings)) if _says_enough(endings) and endings else (),
    )


_Set = frozenset[str]


def _says_enough(strings: _Set | None) -> bool:
    """Whether hearing one of them is reason to run a pattern: a single Latin letter is not, nor
    is nothing at all."""
    return bool(strings) and all(len(s) >= 2 or s.isdigit() or s >= _WIDE for s in strings or ())


def _usable(strings: _Set | None) -> _Set | None:
    """The set, if it says enough."""
    if not strings or not _says_enough(strings):
        return None
    whole = "\0".join(strings)
    if all(whole.count(s) == 1 for s in strings):  # as mostly: none stands in another
        return strings
    # A literal that contains another of the set adds nothing.
    return frozenset(s for s in strings if not any(t != s and t in s for t in strings))


def _better(one: _Set | None, other: _Set | None) -> _Set | None:
    """The set that is heard by chance less often."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=lambda strings: sum(map(_chance, strings)))


def _chance(literal: str) -> int:
    """How often a literal is heard by chance, roughly, in hundredths of an average character: whole
    numbers, whose sum does not depend on the order that a set happens to have."""
    if len(literal) == 1:
        return 500 if literal in _COMMON else 100
    return 10 if len(literal) == 2 else 1


@dataclass(frozen=True, slots=True)
class _Read:
    """A part of a pattern: the strings that it stands for, if they are few (``exact``), the sets
    of literals that it cannot do without, in order, and the strings with one of which it ends."""

    exact: _Set | None = None
    needed: tuple[_Set, ...] = ()
    ends: _Set | None = None

    @property
    def demanded(self) -> tuple[_Set, ...]:
        """The sets, of the exact strings or of what they are made of: what is rarer."""
        whole = _usable(self.exact)
        if whole is None:
            return self.needed
        best = _best((*self.needed, whole))
        return (whole,) if best is whole or best == whole else self.needed

    @property
    def last(self) -> _Set | None:
        return self.ends if self.exact is None else self.exact


def _best(sets: Iterable[_Set]) -> _Set | None:
    return reduce(_better, sets, None)


class _Reader:
    """Reads a parsed pattern. ``looks_around``: something in it asks for what is beside it."""

    def __init__(self, *, either_case: bool, odd_repeats: bool) -> None:
        self._either_case = either_case
        self.odd_repeats = odd_repeats
        self.looks_around = False

    def sequence(self, parts: parser.SubPattern) -> _Read:
        """A run of plain characters, as most alternatives are, is read at once."""
        text = self._spelt(parts.data)
        return _Read(frozenset({text})) if text is not None else self._joined(parts.data)

    def _spelt(self, parts: list[tuple[Any, Any]]) -> str | None:
        if len(parts) > _LONGEST or any(opcode is not opcodes.LITERAL for opcode, _ in parts):
            return None
        text = "".join(chr(point) for _, point in parts)
        return None if self._either_case and text.lower() != text.upper() else text

    def _joined(self, parts: list[tuple[Any, Any]]) -> _Read:
        run = _Read(exact=frozenset({""}))  # the exact parts that are being read
        done: tuple[_Set, ...] = ()
        ends: _Set | None = None  # of what came before the run
        broken = False
        for part in parts:
            read = self._part(*part)
            joined = _joined(run.exact, read.exact)
            if joined is not None:
                run = _Read(joined, run.needed + read.needed)
                continue
            broken = True
            done += run.demanded
            if read.exact is None:
                done += read.needed
                ends, run = read.ends, _Read(exact=frozenset({""}))
            else:
                ends, run = None, read
        if not broken:
            return run
        return _Read(None, done + run.demanded, _ending(ends, run.exact or frozenset()))

    def _part(self, opcode: Any, argument: Any) -> _Read:
        if opcode is opcodes.LITERAL:
            return _Read(self._character(argument))
        if opcode is opcodes.AT:
            self.looks_around = True
            return _Read(frozenset({""}))
        if opcode is opcodes.IN:
            return _Read(self._class(argument))
        if opcode is opcodes.SUBPATTERN:
            return self.sequence(argument[3])
        if opcode is opcodes.BRANCH:
            return self._branch(argument[1])
        if opcode in (opcodes.MAX_REPEAT, opcodes.MIN_REPEAT):
            return self._repeat(*argument)
        return _Read()

    def _character(self, point: int) -> _Set | None:
        character = chr(point)
        if self._either_case and character.lower() != character.upper():
            return None
        return frozenset({character})

    def _class(self, members: list[tuple[Any, Any]]) -> _Set | None:
        points: list[int] = []
        for opcode, argument in members:
            if opcode is opcodes.LITERAL:
                points.append(argument)
            elif opcode is opcodes.RANGE and argument[1] - argument[0] < _MOST_ALTERNATIVES:
                points += range(argument[0], argument[1] + 1)
            elif opcode is opcodes.CATEGORY and argument is opcodes.CATEGORY_DIGIT:
                points += range(ord("0"), ord("9") + 1)  # RE2's \d is ASCII
            else:
                return None
        characters = [self._character(point) for point in points]
        if len(characters) > _MOST_ALTERNATIVES or None in characters:
            return None
        return frozenset().union(*(c for c in characters if c))

    def _branch(self, branches: list[parser.SubPattern]) -> _Read:
        spelt = {self._spelt(branch.data) for branch in branches}
        if None not in spelt and len(spelt) <= _MOST_ALTERNATIVES:  # as most are, and is soon told
            words = frozenset(text for text in spelt if text is not None)
            usable = _usable(words)
            return _Read(words, () if usable is None else (usable,), words)
        read = [self.sequence(branch) for branch in branches]
        exact = _union([one.exact for one in read], _MOST_ALTERNATIVES)
        needed = _usable(_union([_best(one.demanded) for one in read], 4 * _MOST_ALTERNATIVES))
        ends = _union([one.last for one in read], 4 * _MOST_ALTERNATIVES)
        return _Read(exact, () if needed is None else (needed,), ends)

    def _repeat(self, least: int, most: Any, parts: Any) -> _Read:
        once = self.sequence(parts)
        if least == 0:
            if most == 1 and once.exact is not None and not self.odd_repeats:
                return _Read(once.exact | {""})
            return _Read()
        if once.exact is not None and least == most and least <= 4:
            power: _Set | None = once.exact
            for _ in range(least - 1):
                power = _joined(power, once.exact)
            if power is not None:
                return _Read(power, once.needed)
        return _Read(None, once.demanded, once.last)


def _union(sets: list[_Set | None], most: int) -> _Set | None:
    """All of them together; None if one is missing or they are too many."""
    if None in sets:
        return None
    union = frozenset().union(*(strings or () for strings in sets))
    return union if len(union) <= most else None


def _ending(before: _Set | None, run: _Set) -> _Set | None:
    """With what a sequence ends: its last run, or where that may be empty, what came before."""
    if "" not in run:
        return run
    return None if before is None or "" in before else (run - {""}) | before


def _joined(one: _Set | None, other: _Set | None) -> _Set | None:
    """Every string of one followed by every string of the other; None if they are too many."""
    if one is None or other is None or len(one) * len(other) > _MOST_ALTERNATIVES:
        return None
    joined = frozenset(a + b for a, b in product(one, other))
    return None if max(map(len, joined), default=0) > _LONGEST else joined
