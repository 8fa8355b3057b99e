"""Word borders by jieba, loaded when first asked: most rule sets never ask."""

from __future__ import annotations

import logging
import threading
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jieba import Tokenizer as Jieba

_load = threading.Lock()


@lru_cache(maxsize=1)
def _jieba() -> Jieba:
    with warnings.catch_warnings():
        # Its source has invalid escapes and it imports pkg_resources: noise at every start.
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 - takes 0.6 s
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


class JiebaTokenizer:
    """Implements :class:`assist.core.protocols.Tokenizer`."""

    def __init__(self) -> None:
        # The same few characters around a candidate come back at each hypothesis.
        self._cut = lru_cache(maxsize=1024)(self._borders)

    def borders(self, text: str) -> frozenset[int]:
        """Offsets where a word begins or ends; the first call loads the dictionary (0.6 s)."""
        return self._cut(text)

    @staticmethod
    def _borders(text: str) -> frozenset[int]:
        with _load:  # jieba's own loading is guarded, our first import is not
            jieba = _jieba()
        offsets = {0}
        at = 0
        for word in jieba.cut(text):
            at += len(word)
            offsets.add(at)
        return frozenset(offsets)
