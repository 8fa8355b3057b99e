"""Language tags (BCP 47, RFC 5646) as vendors and telephony write them, in our two languages."""

from __future__ import annotations

import re
from typing import Final, Literal

Language = Literal["zh", "en"]

_LANGUAGES: Final[dict[str, Language]] = {
    "zh": "zh",
    "cmn": "zh",
    "yue": "zh",
    "wuu": "zh",
    "en": "en",
}
"""By primary subtag. Cantonese and Wu are written to us in the characters of Chinese."""
_DIALECTS: Final = {
    "yue": "yue",
    "hk": "yue",
    "mo": "yue",
    "wuu": "wu",
    "sichuan": "sichuan",
    "liaoning": "northeast",
}
"""Subtags that say which dialect is spoken; the last two as Azure names its recognisers."""


def understood(tag: str) -> tuple[Language, str | None] | None:
    """The language of a tag, and the dialect where it names one (``zh-HK``: Chinese, ``yue``); None
    for a language that is not ours."""
    primary, *others = re.split("[-_]", tag.strip().lower())
    language = _LANGUAGES.get(primary)
    if language is None:
        return None
    if language != "zh":
        return language, None
    return language, next((_DIALECTS[s] for s in (primary, *others) if s in _DIALECTS), None)
