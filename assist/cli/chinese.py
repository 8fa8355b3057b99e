"""What the commands say of files with calls, in Chinese; the English is said where it is found."""

from __future__ import annotations

import re
from typing import Final

_SAYINGS: Final = (
    (re.compile(r"(?P<place>.*): no such file or folder"), "{place}：没有这个文件或文件夹"),
    (
        re.compile(r"(?P<place>.*): a label names a turn that the call does not have"),
        "{place}：标注里指的那一句，通话里没有",
    ),
    (
        re.compile(r"(?P<place>.*): the call '(?P<call>.*)' is already in (?P<other>.*)"),
        "{place}：通话“{call}”在 {other} 里已经有了",
    ),
    (re.compile(r"(?P<place>.*): \w+: cannot be read as a call"), "{place}：读不出通话来"),
    (re.compile(r"no calls to play"), "没有可以播放的通话"),
    (re.compile(r"… and (?P<count>\d+) more"), "……还有 {count} 处"),
    (
        re.compile(r"no calls: .*"),
        "没有找到通话：要的是 *.json（标注过的通话）或 *.jsonl（录下的通话）",
    ),
)


def in_chinese(said: str) -> str:
    """As it is where it is none of the usual."""
    for pattern, chinese in _SAYINGS:
        found = pattern.fullmatch(said)
        if found is not None:
            return chinese.format(**found.groupdict())
    return said
