"""Events of a YAML parser → the tree, within bounds.

Only the plain part of YAML is read: mappings, lists, scalars. Anchors, aliases, merge keys, tags,
directives and several documents are refused, with their place: rule files do not need them, and
they are how a small file becomes a large one. The parser's events are taken one by one, so that
bounds stop a hostile file before it is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from .bounds import MAX_DEPTH, MAX_NODES, MAX_SCALAR
from .node import Node, Scalar
from .parsers import Kind, place_of_event
from .problems import Place
from .syntax import Unreadable

_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,15})\.[0-9]{1,15}")
_NODES = frozenset({"scalar", "list", "mapping", "alias"})
_NUMERIC = frozenset("-0123456789")
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")


class _Open:
    """A collection still being read."""

    __slots__ = ("items", "key", "keys", "place", "values")

    def __init__(self, place: Place, *, mapping: bool) -> None:
        self.place = place
        self.items: list[Node] | None = None if mapping else []
        self.values: dict[str, Node] = {}
        self.keys: dict[str, Place] = {}
        self.key: str | None = None

    @property
    def awaits_key(self) -> bool:
        return self.items is None and self.key is None

    def node(self) -> Node:
        if self.items is not None:
            return Node(self.items, self.place)
        return Node(self.values, self.place, self.keys)


class Tree:
    """One file's tree, grown event by event."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._root: Node | None = None
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def of(self, events: Iterable[tuple[Kind, Any]]) -> Node | None:
        """The tree that the events make; None when they make none.

        Raises :class:`~.syntax.Unreadable` at the first that may not be, and what ``events`` raise.
        """
        for kind, event in events:
            if kind in _NODES:
                self._node(kind, event, place_of_event(self._file, event))
            elif kind == "end":
                self._put(self._open.pop().node())
            elif kind == "document":
                self._documents += 1
                if self._documents > 1:
                    raise Unreadable(
                        "R007",
                        place_of_event(self._file, event),
                        "a second document begins here; a rule file is one document",
                        "remove the line ---, or make it two files",
                    )
        return self._root

    def _node(self, kind: Kind, event: Any, place: Place) -> None:
        if event.anchor is not None or kind == "alias" or event.tag is not None:
            _refuse(kind, event, place)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise Unreadable(
                "R003", place, f"more than {MAX_NODES:,} keys and texts in one file", "split it"
            )
        within = self._open[-1] if self._open else None
        mapping = within if within is not None and within.awaits_key else None
        if kind == "scalar":
            if mapping is not None:
                _key(mapping, event.value, place)
            else:
                content = self._content(place) if event.style == "|" else None
                self._put(Node(_scalar(event, place), place, content=content))
            return
        if mapping is not None:
            raise Unreadable(
                "R006",
                place,
                "a list or mapping cannot be a key",
                "a text with { } [ ] in it must stand in quotes",
            )
        if len(self._open) == MAX_DEPTH:
            raise Unreadable("R004", place, f"nested more than {MAX_DEPTH} deep")
        self._open.append(_Open(place, mapping=kind == "mapping"))

    def _content(self, opened: Place) -> Place:
        following = (line for line in self._lines[opened.line :] if line.strip())
        first = next(following, "")
        return Place(self._file, opened.line + 1, len(first) - len(first.lstrip(" ")) + 1)

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def _put(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if parent.items is not None:
            parent.items.append(node)
        else:
            assert parent.key is not None
            parent.values[parent.key] = node
            parent.key = None


def _refuse(kind: Kind, event: Any, place: Place) -> None:
    if kind == "alias" or event.anchor is not None:
        sign = "*" if kind == "alias" else "&"
        raise Unreadable(
            "R007",
            place,
            f"{sign}{event.anchor[:60]} is a YAML anchor or alias; rule files do without",
            f"put a text that begins with {sign} in quotes; share phrases by `lists:`",
        )
    raise Unreadable(
        "R007",
        place,
        f"{event.tag[:60]} is a YAML tag; rule files do without",
        "put a text that begins with ! in quotes",
    )


def _key(mapping: _Open, key: str, place: Place) -> None:
    if key == "<<":
        raise Unreadable(
            "R007", place, "<< is a YAML merge key; rule files do without", "write it out"
        )
    if len(key) > 256:
        raise Unreadable("R003", place, "a key longer than 256 characters")
    if key in mapping.values:
        first = mapping.keys[key]
        raise Unreadable(
            "R005",
            place,
            f"`{key}` stands here twice; the first is at line {first.line}, column {first.column}",
            "rename one, or put both together",
        )
    mapping.key = key
    mapping.keys[key] = place


def _scalar(event: Any, place: Place) -> Scalar:
    text: str = event.value
    if len(text) > MAX_SCALAR:
        raise Unreadable("R003", place, f"a text longer than {MAX_SCALAR:,} characters")
    if found := _FORBIDDEN.search(text):
        raise Unreadable("R002", place, f"a control character (U+{ord(found[0]):04X}) in this text")
    return _resolved(text) if event.implicit[0] else text


def _resolved(text: str) -> Scalar:
    """What an unquoted scalar is. Only what reads back unchanged is a number: 007 stays a text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
