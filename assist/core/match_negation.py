"""Whether a match is negated: 没转账, 不是要投诉, never transferred it."""

from __future__ import annotations

import re
from typing import Final

_NEGATORS: Final = """
    并非 不是 没有 没能 没法 不要 不用 不会 不能 不想 不必 不该 不可 从不 绝不 从未 尚未 未曾
    不 没 别 未 无 勿 甭
"""
_IN_OTHER_WORDS: Final = """
    特别 分别 区别 差别 级别 类别 性别 个别 识别 告别 离别 派别 鉴别 别人 别的 别家 别处 别墅 别名
    不但 不仅 不光 不管 不过 不论 不料 不愧 不久 不同 不断 不满 不好意思 对不起 差不多 了不起
    要不 要不然 不然 没准 没想到 没错 不错 未来 未必 无论 无非 无奈
"""
_TWICE_OR_ASKED: Final = """
    不得不 不能不 不会不 不是不 没有不 不可不 不无 是不是 能不能 要不要 会不会 可不可以 有没有
    好不好 行不行 该不该 想不想 用不用 对不对
"""
_NEGATOR: Final = frozenset(_NEGATORS.split())
_WORDS: Final = re.compile(
    "|".join(sorted((_NEGATORS + _IN_OTHER_WORDS + _TWICE_OR_ASKED).split(), key=len, reverse=True))
)
_MAY_NEGATE: Final = re.compile(f"[{''.join(sorted({word[0] for word in _NEGATOR}))}]")
_REACH: Final = 2
"""Characters between a Chinese negator and what it negates: it lies in the three before."""
_LOOK: Final = 8

_ENGLISH: Final = re.compile(
    r"(?<![0-9a-z])(?:not|never|no|without|cannot|cant|dont|doesnt|didnt|wont|wouldnt|couldnt"
    r"|shouldnt|isnt|arent|wasnt|werent|aint|havent|hasnt|hadnt|neednt|mustnt|neither|nor)"
    r"(?: (?!only )[0-9a-z]+)? $"
)


def negated(text: str, start: int) -> bool:
    """Whether a negator stands immediately before ``start`` in folded text: among the three
    characters before it, or the two English words."""
    before = text[start - _LOOK : start] if start > _LOOK else text[:start]
    if before.endswith(" ") or not before:
        return _ENGLISH.search(text[max(0, start - 40) : start]) is not None
    return _MAY_NEGATE.search(before) is not None and any(
        word[0] in _NEGATOR and len(before) - word.end() <= _REACH
        for word in _WORDS.finditer(before)
    )
