"""Whether the same is said again: how alike two utterances are, by the words that carry meaning.

Likeness is the cosine of the two sets of content words, each weighed by its characters (a longer
word says more), words of other scripts like a Chinese one of two. Segmenting costs tens of
microseconds, so it is done only where the bare characters of two utterances are alike enough for
their words to be.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from functools import lru_cache

from .manners import Repeats
from .protocols import Tokenizer
from .stretches import Stretch, Stretches

MAX_SAID = 120
"""Characters of an utterance that are compared: half a minute of speech."""
BITS = 512
LEAST_WORDS = 2
LEAST_WEIGHT = 4
"""Less than two content words of four characters in all says nothing that could be repeated."""
LATIN_WEIGHT = 2
SHARE = 0.5
"""Of what ``similar`` asks of words, so much is asked of bare characters first: function words,
which utterances share or not by chance, are up to half of what is said."""

_SINGLE = (
    "我你您他她它咱俺的了着过吗呢吧啊嘛呀哦么得地是在有就都也还又再才"
    "只把被给跟和与或对向从到为这那哪个些位件次下上里去来说想要会能可"
    "很太最更先好请让叫没不别无几多少啥谁问帮嘞呗啦哈"
)
_SEVERAL = """
我们 你们 您们 他们 她们 咱们 这个 那个 哪个 这些 那些 这样 那样 这里 那里 这边 那边 这么 那么 怎么
怎样 什么 为什么 怎么办 因为 所以 但是 可是 不过 然后 而且 或者 如果 要是 就是 还是 不是 是不是
有没有 能不能 可不可以 的话 一个 一下 一些 一点 现在 刚才 已经 可以 可能 应该 需要 知道 觉得 一直
都是 也是 没有 不能 不要 不用 先生 女士 您好 你好 谢谢 好的 请问 麻烦
a an the i you he she it we they me my your his her its our their this that these those is are was
were be been am do does did have has had can could will would shall should may might must to of in
on at for with from by and or but so if as not no yes just what when where which who how why there
here up out about then than im ive dont please thank thanks sir madam maam ok okay well now get got
want like know one two once again
"""
STOP_WORDS = frozenset((*_SINGLE, *_SEVERAL.split()))
"""Words that carry no request of their own: pronouns, particles, auxiliaries, courtesy. Our own."""
_NUMBER = re.compile(r"[0-9*]+")


def is_repeat(wanted: Repeats, stretch: Stretch, stretches: Stretches, likeness: Likeness) -> bool:
    """Whether a final utterance says the same for the ``times``-th time."""
    said, last = 1, stretch.start
    for earlier in stretches.before(stretch):
        if earlier.speaker != stretch.speaker or not earlier.final:
            continue
        if stretch.start - earlier.start > wanted.within:
            break
        if last - earlier.start < wanted.apart:
            continue
        if likeness.reaches(wanted.similar, stretch, earlier):
            said, last = said + 1, earlier.start
            if said >= wanted.times:
                return True
    return False


class Likeness:
    """How alike utterances are; what it works out of one it remembers for a while."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        # Kept as one text each, a fifth of what a set of them takes.
        self._words = lru_cache(maxsize=16)(lambda said: " ".join(content_words(said, tokenizer)))

    def reaches(self, least: float, one: Stretch, other: Stretch) -> bool:
        """Whether what was said in both is at least so alike (0-1)."""
        if not one.said or not other.said:
            return False
        first, second = _letters_of(one), _letters_of(other)
        both = (first & second).bit_count()
        if both < SHARE * least * math.sqrt(first.bit_count() * second.bit_count()):
            return False
        meant, heard = (frozenset(self._words(each.said).split()) for each in (one, other))
        return similarity(meant, heard) >= least


def similarity(first: frozenset[str], second: frozenset[str]) -> float:
    """How alike the content words of two texts are, 0-1."""
    if first.isdisjoint(second) or not (_tells(first) and _tells(second)):
        return 0.0
    return _weight(first & second) / math.sqrt(_weight(first) * _weight(second))


def _letters_of(stretch: Stretch) -> int:
    if not stretch.letters:
        stretch.letters = _letters(stretch.said)
    return stretch.letters


def _letters(text: str) -> int:
    """The characters of a text as a set of :data:`BITS` bits. Two characters may share a bit, so
    texts may look more alike than they are, but never less."""
    found = 0
    for character in text:
        found |= 1 << ord(character) % BITS
    return found


def _tells(words: frozenset[str]) -> bool:
    return len(words) >= LEAST_WORDS and _weight(words) >= LEAST_WEIGHT


def _weight(words: frozenset[str]) -> int:
    return sum(LATIN_WEIGHT if word.isascii() else len(word) for word in words)


def content_words(text: str, tokenizer: Tokenizer) -> frozenset[str]:
    """The words of a folded text that carry meaning; numbers are none (they are read out twice
    because they were asked for)."""
    return frozenset(
        word
        for word in _words(text, tokenizer)
        if word not in STOP_WORDS and not _NUMBER.fullmatch(word)
    )


def _words(text: str, tokenizer: Tokenizer) -> Iterator[str]:
    borders = sorted(tokenizer.borders(text))
    for start, end in itertools.pairwise(borders):
        word = text[start:end].strip()
        if word:
            yield word
