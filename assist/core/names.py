"""What was probably meant: the nearest known name to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

MAX_CANDIDATES = 1_000
"""Comparing is quadratic in length; a pack with more names than this gets no suggestion."""
MAX_LENGTH = 64
"""A longer name is no slip of the finger."""


def meant(name: str, known: Iterable[str], *, alike: float | None = None) -> str | None:
    """The known name most like ``name``, or None when nothing is near. ``alike``: how near it has
    to be, 0 to 1 (difflib's ratio), where a name may well be somebody else's."""
    candidates = frozenset(known)
    if len(candidates) > MAX_CANDIDATES or len(name) > MAX_LENGTH:
        return None
    if alike is None:
        alike = 0.5 if len(name) <= 3 else 0.6  # one of two characters of 座席 is wrong
    return _nearest(name, tuple(sorted(candidates)), alike)


@lru_cache(maxsize=256)  # one slip is often made many times
def _nearest(name: str, candidates: tuple[str, ...], alike: float) -> str | None:
    near = get_close_matches(_plain(name), [_plain(known) for known in candidates], 1, alike)
    if not near:
        return None
    return next(known for known in candidates if _plain(known) == near[0])


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(" ", "-")
