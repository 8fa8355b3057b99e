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
    忍不住 受不了 止不住 禁不住 憋不住 恨不得 巴不得 恨不能 说不定 由不得 不由得 不得已 怪不得
    等不及 免不了 少不了 保不齐 保不准 动不动 了不得 不得了 不停 不断 不住 不禁 不由 不耐烦
    不像话 不讲理 不负责 不作为 不要脸 不是东西 不管不顾 不三不四 不明不白 不清不楚 不声不响
    没完没了 没日没夜 没头没脑 没良心
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


def negated(text: str, start: int, since: int = 0) -> bool:
    """Whether a negator stands immediately before ``start`` in folded text: among the three
    characters before it, or the two English words. ``since``: where the clause begins."""
    before = text[max(since, start - _LOOK) : start]
    if before.endswith(" ") or not before:
        return _ENGLISH.search(text[max(since, start - 40) : start]) is not None
    if _MAY_NEGATE.search(before) is None:
        return False
    agrees, reached = True, -1
    for word in _WORDS.finditer(before):
        if word[0] in _NEGATOR:
            # Two in a row say the opposite of one: 不是没有投诉.
            agrees = not agrees if word.start() == reached else False
            reached = word.end()
    return not agrees and len(before) - reached <= _REACH
