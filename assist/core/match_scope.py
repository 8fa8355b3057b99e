"""What the words around a match make of it: asked, quoted, said of a degree; clause by clause.

Punctuation is folded away, so that no phrase depends on it; where it stood is kept beside the text
(:attr:`~.protocols.Folded.marks`), and bounds what negation, questions and degrees reach. A
recogniser that writes none has clauses that are whole utterances.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

Marks = Sequence[tuple[int, str]]
"""Offsets of the folded characters behind punctuation marks, and the marks; rising."""

_CLAUSE: Final = frozenset("，。！？；：,.!?;:…—\n")
_SENTENCE: Final = frozenset("。！？.!?\n")
_QUESTION: Final = frozenset("？?")
_OPENING: Final = frozenset("“「『‘")
_CLOSING: Final = frozenset("”」』’")

MILD: Final = 0.5
STRONG: Final = 1.5
"""What a degree word multiplies a weight by."""
FOLLOWS: Final = 6
"""Characters behind a match among which a question or a degree is looked for."""
_BEFORE: Final = 24
_NEAR: Final = 8
_NEAR_NARROW: Final = 14
"""Characters between a verb of saying and what is reported."""
_NARROW: Final = re.compile("[a-z]")
_ASKED_AFTER: Final = re.compile(
    r"[了过着的呢]{0,2}(?:吗|么|嘛|是吗|是吧|对吗|对吧|是不是|对不对|有没有)|(?:了|过)?(?:没有|没|不)$"
)
_ASKED_BEFORE: Final = re.compile(
    r"(?:是不是|有没有|是否|会不会|能不能|要不要|可不可以|难道|莫非|谁说|怎么知道).{0,3}$"
    r"|(?<![0-9a-z])(?:if|whether)(?: [0-9a-z]+){1,2} $"
)
_ASKED_FIRST: Final = re.compile(
    r"(?:and |so |but )?(?:do|does|did|is|are|was|were|have|has|can|could|will|would|should)"
    r"(?: [0-9a-z]+){1,3} $"
)
_SAID: Final = re.compile(
    r"(?:有人|人家|别人|[他她你](?:们)?|您|对方|对面|警察|邻居|同事|朋友|亲戚|儿子|女儿|老公|老婆|老板|"
    r"客服|柜员|经理|网上|新闻里?上?|电视里?上?|群里)(?:也|都|就|还|刚|又|老|总|一直|之前|上次|昨天)?"
    r"(?:跟我|给我|对我|和我)?(?:说|讲|问|喊|称|告诉)|听说|据说|说是|传言|谣传|号称"
    r"|(?<![0-9a-z])(?:(?:he|she|they|you|someone|somebody|people|who)(?: have| has| had)?"
    r" (?:said|says?|told|asked|claim(?:s|ed)?)|i heard)(?![0-9a-z])"
)
_MILD_BEFORE: Final = re.compile(
    r"(?:有一?点儿?|有些|稍微|略微|多少有点|还算|勉强|不怎么|不太|不算)(?:的|地)?$"
    r"|(?<![0-9a-z])(?:a bit|a little|slightly|somewhat|kind of|sort of|kinda) $"
)
_STRONG_BEFORE: Final = re.compile(
    r"(?:太|特别|非常|极其|极度|超级|十分|相当|实在|真是|真的|格外|尤其|完全|根本|简直|无比|最|快要|都快|"
    r"快把我|快让我|要把我|多么|这么|那么)(?:的|地|是)?$"
    r"|(?<![0-9a-z])(?:really|very|so|too|extremely|absolutely|totally|completely|incredibly"
    r"|about to) $"
)
_STRONG_AFTER: Final = re.compile(
    r"(?:得|的|到)?(?:要命|要死|不行|不得了|很|厉害|慌)|死(?:了|我|人|个)|死$|透了|透顶|极了|坏了|疯了|炸了"
)


def clause_start(marks: Marks, at: int) -> int:
    """Where the clause begins that the character at ``at`` stands in."""
    return _last(marks, at, _CLAUSE)


def sentence_start(marks: Marks, at: int) -> int:
    """Where the sentence begins that the character at ``at`` stands in."""
    return _last(marks, at, _SENTENCE)


def _last(marks: Marks, at: int, kinds: frozenset[str]) -> int:
    for offset, mark in reversed(marks):
        if offset <= at and mark in kinds:
            return offset
    return 0


def clause_end(marks: Marks, at: int, length: int) -> tuple[int, str]:
    """Where the clause ends whose characters before ``at`` were matched, and its mark, if any."""
    for offset, mark in marks:
        if offset >= at and mark in _CLAUSE:
            return offset, mark
    return length, ""


def sentence_end(marks: Marks, at: int, length: int) -> int:
    """Where the sentence ends whose characters before ``at`` were matched."""
    return next((offset for offset, mark in marks if offset >= at and mark in _SENTENCE), length)


def asked(text: str, marks: Marks, start: int, end: int) -> bool:
    """Whether the match is what a question asks, rather than said: 我老伴走了吗.

    A question word or mark has to be close by: in 我老伴走了怎么取钱 the death is told.
    """
    stop, mark = clause_end(marks, end, len(text))
    after = text[end : min(stop, end + FOLLOWS)]
    if mark in _QUESTION and stop - end <= 2:
        return True
    if _ASKED_AFTER.match(after):
        return True
    first = clause_start(marks, start)
    before = text[max(first, start - _BEFORE) : start]
    return _ASKED_BEFORE.search(before) is not None or (
        start - first <= _BEFORE and _ASKED_FIRST.match(before) is not None
    )


def quoted(text: str, marks: Marks, start: int) -> bool:
    """Whether the match stands in quotation marks, or is reported: 有人说我老伴走了."""
    depth = 0
    for offset, mark in marks:
        if offset > start:
            break
        if mark == '"':
            depth = 1 - depth
        elif mark in _OPENING:
            depth += 1
        elif mark in _CLOSING and depth:
            depth -= 1
    if depth:
        return True
    begin = max(sentence_start(marks, start), start - _BEFORE)
    for said in _SAID.finditer(text, begin, start):
        near = _NEAR_NARROW if _NARROW.search(said[0]) else _NEAR
        if start - said.end() <= near:
            return True
    return False


def degree(text: str, marks: Marks, start: int, end: int) -> float:
    """By how much the words beside a match weaken or strengthen it; 1 where there are none."""
    begin = max(clause_start(marks, start), start - _BEFORE)
    before = text[begin:start]
    if _MILD_BEFORE.search(before):
        return MILD
    stop, _ = clause_end(marks, end, len(text))
    strong = _STRONG_BEFORE.search(before) or _STRONG_AFTER.match(text[end : min(stop, end + 3)])
    return STRONG if strong else 1.0
