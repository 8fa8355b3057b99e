"""YAML text as a tree in which every key and value knows its place."""

from __future__ import annotations

from .growing import Tree
from .node import Node, Path
from .parsers import Otherwise, carefully, quickly
from .syntax import Unreadable, precheck

__all__ = ["Node", "Path", "read"]


_BOUNDS = frozenset({"R003", "R004"})
"""Codes of what is too large or nested too deep."""


def read(file: str, text: str) -> Node | None:
    """The tree of one file; None when it is empty.

    Raises :class:`~.syntax.Unreadable` at the first thing that cannot be read.
    """
    precheck(file, text)
    try:
        return Tree(file, text).of(quickly(text))
    except Otherwise:
        pass
    except Unreadable as bad:
        if bad.code in _BOUNDS:  # as far as that, both read the same; the other takes seconds
            raise
    return Tree(file, text).of(carefully(file, text))
