"""What is wrong with a field, in words that say what to send instead."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_MILLIS = "a whole number of milliseconds since the call began"
_TIMES = frozenset({"at", "start", "end", "received"})
_INTEGER = frozenset({"int_type", "int_parsing", "int_from_float", "int_parsing_size"})

_WORDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("language", "literal_error"): "write zh or en, or a tag that begins so, such as en-US",
        ("call", "string_pattern_mismatch"): "an id cannot be . or .., which no address can name",
        ("channels", "tuple_type"): 'write an array of {"channel": 0, "speaker": "customer"}',
    }
)


def in_words(loc: tuple[int | str, ...], kind: str, said: str) -> str:
    """The fault of ``kind`` (pydantic's name of it) at ``loc``; ``said`` is what pydantic says."""
    field = str(loc[-1]) if loc else ""
    if field in _TIMES and kind in _INTEGER:
        return f"write {_MILLIS}"
    if field in _TIMES and kind == "less_than_equal":
        return f"write {_MILLIS}, not since 1970 (at most 7 days)"
    return _WORDS.get((field, kind), said.removeprefix("Value error, "))
