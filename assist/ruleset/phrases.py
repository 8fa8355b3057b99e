"""Phrases: ``不…着急``, ``$spouse…走了``, ``…{0,20}``: from a text to folded pieces."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import NamedTuple

from assist.core.names import meant
from assist.core.protocols import Folder
from assist.core.rules import Phrase

from .bounds import (
    DEFAULT_GAP,
    MAX_ALTERNATIVES,
    MAX_GAP,
    MAX_LITERALS,
    MAX_PHRASE_CHARS,
    MAX_PIECES,
)

_GAP = re.compile(r"(?:[…⋯]+|\.{3,}|。{2,})(?:\{([^}]*)\})?")
"""As it is typed by whatever input method: ``…``, ``⋯``, ``...`` and ``。。。``."""
_BOUNDS = re.compile(r"\s*([0-9]{1,6})\s*,\s*([0-9]{1,6})\s*")
_NOTHING: frozenset[str] = frozenset()
_SPECIAL = re.compile(r"[…⋯]|\.\.\.|。。|\$")
_LIST = re.compile(r"\$([A-Za-z][A-Za-z0-9_-]*)")


class PhraseError(ValueError):
    """What is wrong with a phrase: ``code`` (:mod:`.codes`), ``message``, ``advice``."""

    def __init__(self, code: str, message: str, advice: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Listed:
    """A ``$name`` within a piece."""

    name: str


class Parsed(NamedTuple):
    """A phrase taken apart: pieces of literals and lists, and the gaps between them."""

    source: str
    pieces: tuple[tuple[str | Listed, ...], ...]
    gaps: tuple[tuple[int, int], ...]

    @property
    def lists(self) -> frozenset[str]:
        """Names of the lists it uses."""
        if "$" not in self.source:
            return _NOTHING
        return frozenset(
            part.name for piece in self.pieces for part in piece if isinstance(part, Listed)
        )


def parse(text: str) -> Parsed:
    """Take a phrase apart. Raises :class:`PhraseError`."""
    if len(text) > MAX_PHRASE_CHARS:
        raise PhraseError("R301", f"a phrase longer than {MAX_PHRASE_CHARS} characters")
    if _SPECIAL.search(text) is None:  # as most are
        return Parsed(text, (_piece(text, text),), ())
    pieces: list[tuple[str | Listed, ...]] = []
    gaps: list[tuple[int, int]] = []
    last = 0
    for gap in _GAP.finditer(text):
        pieces.append(_piece(text[last : gap.start()], text))
        gaps.append(_bounds(gap[1]))
        last = gap.end()
    pieces.append(_piece(text[last:], text))
    if len(pieces) > MAX_PIECES:
        raise PhraseError("R301", f"more than {MAX_PIECES} pieces in one phrase")
    return Parsed(text, tuple(pieces), tuple(gaps))


def _piece(text: str, whole: str) -> tuple[str | Listed, ...]:
    if not text.strip():
        if text == whole:
            raise PhraseError("R302", "an empty phrase")
        raise PhraseError(
            "R302", "nothing stands before or after this …", "a gap joins two texts: 不…着急"
        )
    parts: list[str | Listed] = []
    last = 0
    for found in _LIST.finditer(text):
        if found.start() > last:
            parts.append(text[last : found.start()])
        name = found[1].rstrip("-_")
        parts.append(Listed(name))
        last = found.start() + 1 + len(name)
    if last < len(text):
        parts.append(text[last:])
    return tuple(parts)


def _bounds(text: str | None) -> tuple[int, int]:
    if text is None:
        return (0, DEFAULT_GAP)
    found = _BOUNDS.fullmatch(text)
    if found is None:
        raise PhraseError("R303", f"`…{{{text}}}` is no gap", "write …{0,20}: least, most")
    least, most = int(found[1]), int(found[2])
    if least > most:
        raise PhraseError("R303", f"`…{{{text}}}`: the least is above the most")
    if most > MAX_GAP:
        raise PhraseError(
            "R303",
            f"`…{{{text}}}`: a gap is at most {MAX_GAP} characters",
            "what is farther apart are two signals in a `sequence`",
        )
    return (least, most)


class Expander:
    """Expands lists and folds the literals of all phrases of a rule set, within bounds."""

    def __init__(self, lists: Mapping[str, Sequence[str]], folder: Folder) -> None:
        self._lists = lists
        self._folder = folder
        self.literals = 0

    def phrase(
        self, parsed: Parsed, *, variant: str | None = None, original: bool = False
    ) -> Phrase:
        """The compiled phrase. Raises :class:`PhraseError`."""
        if self.literals > MAX_LITERALS:
            raise self._too_many()
        pieces = tuple(self._alternatives(piece, original=original) for piece in parsed.pieces)
        self.literals += sum(map(len, pieces))
        if self.literals > MAX_LITERALS:
            raise self._too_many()
        return Phrase(parsed.source, pieces, parsed.gaps, variant)

    @staticmethod
    def _too_many() -> PhraseError:
        return PhraseError("R304", f"all phrases expand to more than {MAX_LITERALS:,} texts")

    def _alternatives(self, piece: tuple[str | Listed, ...], *, original: bool) -> tuple[str, ...]:
        if len(piece) == 1 and isinstance(piece[0], str):
            return (self._folded(piece[0], original=original),)
        options = [self._options(part) for part in piece]
        count = prod(map(len, options))
        if count > MAX_ALTERNATIVES:
            names = " ".join(f"${part.name}" for part in piece if isinstance(part, Listed))
            raise PhraseError(
                "R304",
                f"{names} expand to {count:,} texts; {MAX_ALTERNATIVES:,} at most",
                "shorten a list, or put … between the lists",
            )
        literals: dict[str, None] = {}
        for chosen in product(*options):
            literals[self._folded("".join(chosen), original=original)] = None
        return tuple(literals)

    def _folded(self, literal: str, *, original: bool) -> str:
        folded = literal if original else self._folder.fold_phrase(literal)
        if not folded:
            raise PhraseError(
                "R302",
                f"nothing is left of `{literal}` once punctuation and fillers are gone",
                "use words that are always said",
            )
        return folded

    def _options(self, part: str | Listed) -> Sequence[str]:
        if isinstance(part, str):
            return (part,)
        items = self._lists.get(part.name)
        if items is None:
            near = meant(part.name, self._lists)
            raise PhraseError(
                "R211",
                f"there is no list `{part.name}`",
                f"did you mean `${near}`?" if near else "write it under `lists:`",
            )
        return items
