"""Folding: two ways to write the same words become the same text.

Width, case, script, Taiwan's vocabulary, spoken digits; fillers, punctuation and needless
spaces are dropped. A hypothesis is folded at every revision, so the common case (Simplified, no
punctuation yet) is a search or two; which character came from where is worked out only when
somebody asks, by going through the same steps again with positions (:mod:`.alignment`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from assist.core.protocols import Folded, Sounder

from .alignment import Alignment, Blocks
from .characters import BREAK, FILLERS, CharacterTable
from .pinyin import PinyinSounder
from .script import simplified, taiwan
from .taiwan import WORDS

SPOKEN: Final = dict(zip("零〇幺一二三四五六七八九", "001123456789", strict=True))
"""Digits as they are read out; 幺 is the telephone's 一."""

_DIGIT: Final = "0-9" + "".join(SPOKEN)
_NARROW: Final = r"0-9a-z\u00aa-\u2e7f"  # written with spaces between words

_POINT: Final = re.compile("(?<=[0-9０-９])[.．](?=[0-9０-９])")
_KEPT_POINT: Final = "\uf8fe"
"""Stands for a decimal point while characters fold (private use: no recogniser writes it)."""

# Steps after the characters; each deletes or replaces one for one, so that positions stay known.
_BETWEEN_DIGITS: Final = re.compile(rf"(?<=[{_DIGIT}]) +(?=[{_DIGIT}])")
_ENGLISH_FILLERS: Final = re.compile(rf"(?<![{_NARROW}])(?:um|uh|erm?)(?![{_NARROW}])")
_NEEDLESS: Final = re.compile(rf" ++(?![{_NARROW}])|(?<![{_NARROW} ]) ++|(?<= ) ++")
_RUN: Final = re.compile(rf"[{_DIGIT}][{_DIGIT}][{_DIGIT}]+")
_SPOKEN: Final = re.compile(f"[{''.join(SPOKEN)}]+")
_LATIN: Final = re.compile(r"[a-z\u00aa-\u2e7f]")
_READ_OUT: Final = frozenset("零〇幺")  # never a word of their own


def _write_digits(run: re.Match[str]) -> str:
    """A run of digits, some spoken, as written digits.

    Fewer than three spoken ones at the edge of written ones may be words (500一直没到), so
    they stay, unless one of them is only ever a digit.
    """
    text = run[0]

    def written(spoken: re.Match[str]) -> str:
        said = spoken[0]
        inside = spoken.start() > 0 and spoken.end() < len(text)
        if len(said) >= 3 or inside or not _READ_OUT.isdisjoint(said):
            return "".join(SPOKEN[c] for c in said)
        return said

    return _SPOKEN.sub(written, text)


def _pointed(text: str) -> str:
    """Decimal points marked as such, one for one."""
    return _POINT.sub(_KEPT_POINT, text.replace(_KEPT_POINT, BREAK))


def _drop(_: re.Match[str]) -> str:
    return ""


def _blank(filler: re.Match[str]) -> str:
    return BREAK * len(filler[0])


_SEAMS: Final = 3
"""A replaced word and what stands beside it may make a word of the list (登计程车: 登出租车). So
the list is gone through again, that folding twice changes nothing; more often than is said."""

Step = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_STEPS: Final[tuple[Step, ...]] = (
    (_ENGLISH_FILLERS, _blank),
    (_BETWEEN_DIGITS, _drop),
    (_RUN, _write_digits),
    (_NEEDLESS, _drop),
)


_SEEN: Final = max(2, *map(len, WORDS)) - 1
"""So many characters before a new one may become something else with it: the beginning of a word
of Taiwan, or two digits of three."""


class TextFolder:
    """Implements :class:`assist.core.protocols.Folder`."""

    def __init__(self) -> None:
        self._table = CharacterTable()
        self._table[ord(_KEPT_POINT)] = "."
        self._sounder = PinyinSounder()
        self._taiwan, first = taiwan()
        script = simplified()
        self._taiwan_first = re.compile(f"[{''.join(sorted(first))}]")
        plain = "".join(
            chr(p) for p in range(0x4E00, 0xA000) if chr(p) not in script and chr(p) not in FILLERS
        )
        self._changes = re.compile(f"[^a-z0-9{plain}]")
        suspect = first.union(SPOKEN)
        self._suspicious = re.compile(f"[^{''.join(c for c in plain if c not in suspect)}]")

    def fold(self, text: str, before: Folded | None = None, kept: int = 0) -> Folded:
        """Fold a hypothesis. Half a µs where nothing new needs folding, as mostly in Simplified
        Chinese without punctuation; else 2–6 µs for 40 characters."""
        seen = kept - _SEEN if before is not None and before.is_same and kept > _SEEN else 0
        if self._suspicious.search(text, seen) is None:
            return Folded(text)
        folded = self._text(text)
        if folded == text:
            return Folded(text)
        alignment = Alignment(len(folded), lambda: self._aligned(text))
        return Folded(folded, alignment.starts, alignment.ends, text)

    @property
    def sounder(self) -> Sounder:
        """Toneless pinyin; loaded when first asked how something sounds."""
        return self._sounder

    def fold_phrase(self, text: str) -> str:
        """Fold a literal of a rule file the same way."""
        return text if self._suspicious.search(text) is None else self._text(text)

    def _text(self, text: str) -> str:
        if self._changes.search(text):
            text = self._characters(text)
        if _LATIN.search(text):
            for pattern, change in _STEPS:
                text = pattern.sub(change, text)
        else:
            text = text.replace(BREAK, "")
            if _RUN.search(text):
                text = _RUN.sub(_write_digits, text)
        if self._taiwan_first.search(text):
            for _ in range(_SEAMS):
                blocks = self._taiwan.blocks(text)
                if not blocks:
                    break
                text = _replaced(text, blocks)
        return text

    def _characters(self, text: str) -> str:
        """Each character for itself, but for a point between digits: 3.5 is not 35."""
        return _pointed(text).translate(self._table)

    def _aligned(self, text: str) -> Blocks:
        """The same as :meth:`_text`, keeping for each character where it came from."""
        blocks = Blocks.of(_pointed(text))
        blocks.translate(self._table)
        for pattern, change in _STEPS:
            blocks.replace([(*m.span(), change(m)) for m in pattern.finditer(blocks.text)])
        for _ in range(_SEAMS):
            blocks.replace(self._taiwan.blocks(blocks.text))
        return blocks


def _replaced(text: str, blocks: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, new in blocks:
        parts += (text[at:start], new)
        at = end
    parts.append(text[at:])
    return "".join(parts)
