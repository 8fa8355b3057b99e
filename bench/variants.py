"""Labelled calls as another recogniser would write them.

``python -m bench.variants KIND OUT CALL...``: ``plain`` has no punctuation; ``traditional`` is
written in Traditional characters; ``homophone`` has one character in twenty replaced by another
of the same sound that the calls have. What is heard should not depend on which
(``docs/quality.md``).
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

from opencc import OpenCC
from pypinyin import lazy_pinyin

PUNCTUATION = re.compile(r"[，。！？、；：,.!?;:…—“”\"'‘’（）()]")
SHARE = 0.05
"""Characters misheard: a good recogniser on the telephone has some 5 in 100 wrong."""
_TRADITIONAL = OpenCC("s2t")


def plain(text: str, _rng: random.Random, _sounds: dict[str, list[str]]) -> str:
    """Without punctuation."""
    return PUNCTUATION.sub("", text)


def traditional(text: str, _rng: random.Random, _sounds: dict[str, list[str]]) -> str:
    """In Traditional characters."""
    return str(_TRADITIONAL.convert(text))


def homophone(text: str, rng: random.Random, sounds: dict[str, list[str]]) -> str:
    """With one character in twenty replaced by one that sounds the same."""
    out = []
    for character in text:
        alike = sounds.get(lazy_pinyin(character)[0], []) if "一" <= character <= "龥" else []
        out.append(rng.choice(alike) if alike and rng.random() < SHARE else character)
    return "".join(out)


KINDS: dict[str, Callable[[str, random.Random, dict[str, list[str]]], str]] = {
    "plain": plain,
    "traditional": traditional,
    "homophone": homophone,
}


def main() -> None:
    """Write the variants of the calls named."""
    kind, folder, names = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    calls = [json.loads(Path(name).read_text("utf-8")) for name in names]
    sounds: dict[str, list[str]] = {}
    heard = sorted({c for call in calls for turn in call["turns"] for c in turn["text"]})
    for character in heard:
        if "一" <= character <= "龥":
            sounds.setdefault(lazy_pinyin(character)[0], []).append(character)
    folder.mkdir(parents=True, exist_ok=True)
    for call in calls:
        rng = random.Random(f"{kind}:{call['id']}")
        for turn in call["turns"]:
            turn["text"] = KINDS[kind](turn["text"], rng, sounds)
            turn.pop("partials", None)
        path = folder / f"{call['id']}.json"
        path.write_text(json.dumps(call, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
