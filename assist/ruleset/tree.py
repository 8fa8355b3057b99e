"""YAML text as a tree in which every key and value knows its place."""

from __future__ import annotations

from .growing import Tree
from .node import Node, Path
from .parsers import Otherwise, carefully, quickly
from .syntax import Unreadable, precheck

__all__ = ["Node", "Path", "read"]


def read(file: str, text: str) -> Node | None:
    """The tree of one file; None when it is empty.

    Raises :class:`~.syntax.Unreadable` at the first thing that cannot be read.
    """
    precheck(file, text)
    try:
        return Tree(file, text).of(quickly(text))
    except (Otherwise, Unreadable):
        return Tree(file, text).of(carefully(file, text))
