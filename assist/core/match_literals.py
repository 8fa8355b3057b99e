"""RE2 patterns: compiled within bounds, and the literals that every match of one must contain.

A pattern is run only where one of its literals was heard (an ``re`` loop over 2,000 patterns
costs 371 µs a fragment; behind literals it is 3).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
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
_LONGEST: Final = 24
_WIDE: Final = "\u2e80"
_COMMON: Final = frozenset("的了不我你是一有在就都还没个这那要说到上来去人给")


class PatternError(ValueError):
    """A pattern that RE2 refuses, or that is too large. ``reason`` is for the supervisor."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{reason}: {source}")
        self.source = source
        self.reason = reason


def compile_pattern(source: str) -> Any:
    """Compile with RE2: linear time whatever the text, bounded memory. Raises
    :class:`PatternError`."""
    if len(source) > MAX_PATTERN:
        raise PatternError(source[:60] + "…", f"longer than {MAX_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    try:
        return re2.compile(source, options=options)
    except re2.error as error:
        raw = error.args[0] if error.args else error
        reason = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
        raise PatternError(source, reason) from None


def required_literals(source: str) -> tuple[str, ...]:
    """Literals of which every match of ``source`` contains one; ``()`` where there are none.

    One character will do, but a Latin letter: those are in everything. Raises
    :class:`PatternError` for what RE2 refuses.
    """
    compile_pattern(source)
    if "[:" in source or r"\Q" in source:  # RE2's own, which Python reads as something else
        return ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            parsed = parser.parse(source)
    except (re.error, RecursionError, OverflowError):
        return ()
    either_case = re.search(r"\(\?[a-z]*i", source) is not None
    exact, required = _Reader(either_case=either_case).sequence(parsed)
    best = _better(_usable(exact), required)
    return tuple(sorted(best)) if best else ()


_Set = frozenset[str]


def _usable(strings: _Set | None) -> _Set | None:
    """The set, if hearing one of it says enough to run a pattern: a single Latin letter does
    not, nor does nothing at all."""
    if not strings or not all(len(s) >= 2 or s.isdigit() or s >= _WIDE for s in strings):
        return None
    # A literal that contains another of the set adds nothing.
    return frozenset(s for s in strings if not any(t != s and t in s for t in strings))


def _better(one: _Set | None, other: _Set | None) -> _Set | None:
    """The set that is heard by chance less often."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=lambda strings: sum(map(_chance, strings)))


def _chance(literal: str) -> float:
    """How often a literal is heard by chance, roughly, in terms of an average character."""
    if len(literal) == 1:
        return 5.0 if literal in _COMMON else 1.0
    return 0.1 if len(literal) == 2 else 0.01


class _Reader:
    """Reads a parsed pattern. Each part gives the strings that it stands for, if they are
    few (``exact``), and the best set of literals that it cannot do without (``required``)."""

    def __init__(self, *, either_case: bool) -> None:
        self._either_case = either_case

    def sequence(self, parts: Iterable[tuple[Any, Any]]) -> tuple[_Set | None, _Set | None]:
        exact: _Set = frozenset({""})  # of the run of exact parts that is being read
        required: _Set | None = None
        all_exact = True
        for part in parts:
            strings, needed = self._part(*part)
            required = _better(required, needed)
            joined = _joined(exact, strings)
            if joined is None:
                required = _better(required, _usable(exact))
                all_exact = False
                exact = strings if strings is not None else frozenset({""})
            else:
                exact = joined
        if all_exact:
            return exact, required
        return None, _better(required, _usable(exact))

    def _part(self, opcode: Any, argument: Any) -> tuple[_Set | None, _Set | None]:
        if opcode is opcodes.LITERAL:
            return self._character(argument), None
        if opcode is opcodes.AT:
            return frozenset({""}), None
        if opcode is opcodes.IN:
            return self._class(argument), None
        if opcode is opcodes.SUBPATTERN:
            return self.sequence(argument[3])
        if opcode is opcodes.BRANCH:
            return self._branch(argument[1])
        if opcode in (opcodes.MAX_REPEAT, opcodes.MIN_REPEAT):
            return self._repeat(*argument)
        return None, None

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

    def _branch(self, branches: list[Any]) -> tuple[_Set | None, _Set | None]:
        read = [self.sequence(branch) for branch in branches]
        exact: _Set | None = None
        if all(strings is not None for strings, _ in read):
            exact = frozenset().union(*(strings or () for strings, _ in read))
            if len(exact) > _MOST_ALTERNATIVES:
                exact = None
        needed = [_better(_usable(strings), required) for strings, required in read]
        if None in needed:
            return exact, None
        union = frozenset().union(*(strings or () for strings in needed))
        return exact, _usable(union) if len(union) <= 4 * _MOST_ALTERNATIVES else None

    def _repeat(self, least: int, most: Any, parts: Any) -> tuple[_Set | None, _Set | None]:
        exact, required = self.sequence(parts)
        if least == 0:
            if most == 1 and exact is not None:
                return exact | {""}, None
            return None, None
        if exact is not None and least == most and least <= 4:
            power: _Set | None = exact
            for _ in range(least - 1):
                power = _joined(power, exact) if power is not None else None
            if power is not None:
                return power, required
        return None, _better(_usable(exact), required)


def _joined(one: _Set | None, other: _Set | None) -> _Set | None:
    """Every string of one followed by every string of the other; None if they are too many."""
    if one is None or other is None or len(one) * len(other) > _MOST_ALTERNATIVES:
        return None
    joined = frozenset(a + b for a, b in product(one, other))
    return None if max(map(len, joined), default=0) > _LONGEST else joined
