"""Which dialect is spoken, by words that nobody else says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

LEAST: Final = 2
"""So many different words of a dialect make an utterance one in it: a single one is borrowed."""

_WORDS: Final = {
    "yue": """
        唔 咗 喺 冇 嚟 啲 佢 咁 嘅 嘢 乜 乜嘢 点解 边个 边度 几时 而家 琴日 听日 唔该 唔系 系咪
        俾 揾 睇 攞 咩 啱 呢啲 我哋 你哋 佢哋 冚唪唥
    """,
    "wu": """
        侬 阿拉 伊拉 伐是 勿是 勿要 勿晓得 晓得伐 对伐 好伐 是伐 哪能 啥事体 事体 今朝 明朝 搿
        迭个 格能 辰光 老早子 寻勿着 勒海
    """,
    "sichuan": """
        啥子 咋个 莫得 要得 晓得不 晓得嘛 巴适 硬是 撒子 搞啥子 恼火 咋子 幺儿 安逸 不得行
        得行不 啷个 么子 整不来
    """,
    "northeast": """
        咋整 咋地 咋的 嘎哈 干哈 俺家 唠嗑 磕碜 埋汰 老鼻子 贼拉 嗷嗷 整明白 整不明白 寻思 得劲
        墨迹 咋回事儿 啥玩意 啥玩意儿 老妹儿
    """,
}
"""Our own lists, in the characters that recognisers write, Simplified as everything folded is."""

DIALECTS: Final = tuple(_WORDS)
_HEARD: Final = {
    name: re.compile("|".join(sorted(words.split(), key=len, reverse=True)))
    for name, words in _WORDS.items()
}


_NAMES: Final = {
    "粤语": "yue",
    "广东话": "yue",
    "cantonese": "yue",
    "zh-hk": "yue",
    "zh-yue": "yue",
    "吴语": "wu",
    "上海话": "wu",
    "四川话": "sichuan",
    "西南官话": "sichuan",
    "东北话": "northeast",
} | {name: name for name in DIALECTS}

_NONE: Final[frozenset[str]] = frozenset()


def known(language: str, context: Mapping[str, Any]) -> frozenset[str]:
    """The dialects that a call is known to be in: by its language, and its context's ``dialect`` (a
    name or a list of them); what is no name of ours says nothing."""
    said = context.get("dialect", ())
    names = [language, *(said if isinstance(said, list | tuple) else [said])]
    found = [_NAMES[n.lower()] for n in names if isinstance(n, str) and n.lower() in _NAMES]
    return frozenset(found) if found else _NONE  # every utterance keeps what this gives


def speaks(text: str, dialect: str) -> bool:
    """Whether an utterance, folded, is in the dialect."""
    return len(set(_HEARD[dialect].findall(text))) >= LEAST
