"""Word borders by jieba, loaded when first asked: most rule sets never ask."""

from __future__ import annotations

import logging
import marshal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jieba import Tokenizer as Jieba

_load = threading.Lock()


@contextmanager
def _without_pkg_resources() -> Iterator[None]:
    """Jieba does as well without it, which takes longer to import than jieba does."""
    is_known = "pkg_resources" in sys.modules
    if not is_known:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment] # is refused, says Python
    try:
        yield
    finally:
        if not is_known:
            del sys.modules["pkg_resources"]


@lru_cache(maxsize=1)
def _jieba() -> Jieba:
    with warnings.catch_warnings(), _without_pkg_resources():
        warnings.simplefilter("ignore")  # its source has invalid escapes
        import jieba  # noqa: PLC0415 - takes a while
    jieba.setLogLevel(logging.WARNING)
    jieba.marshal = _Whole
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


class _Whole:
    """Stands in for the module by which jieba keeps its dictionary in a file: reading the file word
    by word, as ``marshal.load`` does, takes four times as long as reading all of it."""

    dump = marshal.dump

    @staticmethod
    def load(file: IO[bytes]) -> Any:
        return marshal.loads(file.read())  # noqa: S302 - jieba's own file, read as jieba reads it


class JiebaTokenizer:
    """Implements :class:`assist.core.protocols.Tokenizer`."""

    def __init__(self) -> None:
        # The same few characters around a candidate come back at each hypothesis.
        self._cut = lru_cache(maxsize=1024)(self._borders)

    def borders(self, text: str) -> frozenset[int]:
        """Offsets where a word begins or ends; the first call loads the dictionary (0.4 s)."""
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
