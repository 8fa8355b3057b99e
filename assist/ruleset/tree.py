"""YAML text as a tree in which every key and value knows its place.

Only the plain part of YAML is read: mappings, lists, scalars. Anchors, aliases, merge keys, tags,
directives and several documents are refused, with their place: rule files do not need them, and
they are how a small file becomes a large one. The parser's events are taken one by one, so that
bounds stop a hostile file before it is built.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from .bounds import MAX_DEPTH, MAX_NODES, MAX_SCALAR
from .problems import Place
from .syntax import Unreadable, precheck, put_plainly

Scalar = str | int | float | bool | None
Path = tuple[str | int, ...]

_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,15})\.[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place: a scalar, a list of nodes, or a mapping of nodes by key."""

    value: Scalar | list[Node] | dict[str, Node]
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)
    """Where each key of a mapping stands."""
    content: Place | None = None
    """Where the first line of a text written as a block (``|``) begins."""

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return self.value

    def at(self, path: Path) -> Place:
        """The place of what ``path`` leads to, as near as the file has it.

        What is not there stands at the key that lacks it; an item of what is no list, at the
        value that stands in its place.
        """
        node, place = self, self.place
        for part in path:
            if isinstance(node.value, dict) and part in node.value:
                place = node.keys[str(part)]
                node = node.value[str(part)]
            elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                place = node.place
            else:
                return place if isinstance(node.value, dict) else node.place
        return node.place

    def within(self, line: int, column: int) -> Place:
        """The place of a line and column of this text, as near as its style allows."""
        if self.content is None:
            return self.place
        begin = self.content
        return Place(begin.file, begin.line + line - 1, begin.column + column - 1)

    def key_at(self, path: Path) -> Place:
        """The place of the key that ends ``path``."""
        node = self
        for part in path[:-1]:
            if isinstance(node.value, dict):
                node = node.value[str(part)]
            elif isinstance(node.value, list):
                node = node.value[int(part)]
        return node.keys.get(str(path[-1]), node.place) if path else self.place


class _Open:
    """A collection still being read."""

    __slots__ = ("items", "key", "keys", "place", "values")

    def __init__(self, place: Place, *, mapping: bool) -> None:
        self.place = place
        self.items: list[Node] | None = None if mapping else []
        self.values: dict[str, Node] = {}
        self.keys: dict[str, Place] = {}
        self.key: str | None = None

    def node(self) -> Node:
        if self.items is not None:
            return Node(self.items, self.place)
        return Node(self.values, self.place, self.keys)


def read(file: str, text: str) -> Node | None:
    """The tree of one file; None when it is empty.

    Raises :class:`~.syntax.Unreadable` at the first thing that cannot be read.
    """
    precheck(file, text)
    yaml = YAML(typ="safe", pure=True)
    last = Place(file)
    try:
        events = yaml.parse(text)
        builder = _Builder(file, text)
        for event in events:
            last = _place(file, event)
            builder.take(event, last)
    except MarkedYAMLError as error:
        raise put_plainly(file, error, text) from None
    except (YAMLError, ValueError, OverflowError) as error:
        # ruamel lets errors of chr() and int() through for impossible escapes
        raise Unreadable("R006", last, f"cannot be read from here on: {error}") from None
    return builder.root


def _place(file: str, event: Any) -> Place:
    mark = event.start_mark
    return Place(file, mark.line + 1, mark.column + 1)


class _Builder:
    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.nodes = 0
        self.documents = 0

    def take(self, event: Any, place: Place) -> None:
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise Unreadable(
                    "R007",
                    place,
                    "a second document begins here; a rule file is one document",
                    "remove the line ---, or make it two files",
                )
        elif isinstance(event, NodeEvent):
            self._refuse_fancy(event, place)
            self.nodes += 1
            if self.nodes > MAX_NODES:
                raise Unreadable(
                    "R003", place, f"more than {MAX_NODES:,} keys and texts in one file", "split it"
                )
            self._node(event, place)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._put(self.open.pop().node())

    def _refuse_fancy(self, event: Any, place: Place) -> None:
        if isinstance(event, AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            raise Unreadable(
                "R007",
                place,
                f"{sign}{event.anchor[:60]} is a YAML anchor or alias; rule files do without",
                f"put a text that begins with {sign} in quotes; share phrases by `lists:`",
            )
        if getattr(event, "tag", None) is not None:
            raise Unreadable(
                "R007",
                place,
                f"{event.tag[:60]} is a YAML tag; rule files do without",
                "put a text that begins with ! in quotes",
            )

    def _node(self, event: Any, place: Place) -> None:
        if isinstance(event, ScalarEvent):
            if self.open and self.open[-1].items is None and self.open[-1].key is None:
                self._key(event.value, place)
            else:
                content = self._content(place) if event.style == "|" else None
                self._put(Node(self._scalar(event, place), place, content=content))
            return
        if self.open and self.open[-1].items is None and self.open[-1].key is None:
            raise Unreadable(
                "R006",
                place,
                "a list or mapping cannot be a key",
                "a text with { } [ ] in it must stand in quotes",
            )
        if len(self.open) == MAX_DEPTH:
            raise Unreadable("R004", place, f"nested more than {MAX_DEPTH} deep")
        self.open.append(_Open(place, mapping=isinstance(event, MappingStartEvent)))
        assert isinstance(event, MappingStartEvent | SequenceStartEvent)

    def _key(self, key: str, place: Place) -> None:
        mapping = self.open[-1]
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
                f"`{key}` stands here twice; the first is at line {first.line}, column "
                f"{first.column}",
                "rename one, or put both together",
            )
        mapping.key = key
        mapping.keys[key] = place

    def _scalar(self, event: Any, place: Place) -> Scalar:
        text: str = event.value
        if len(text) > MAX_SCALAR:
            raise Unreadable("R003", place, f"a text longer than {MAX_SCALAR:,} characters")
        for character in text:
            if (character < " " and character not in "\n\t") or "\ud800" <= character <= "\udfff":
                raise Unreadable(
                    "R002", place, f"a control character (U+{ord(character):04X}) in this text"
                )
        return _resolve(text) if event.implicit[0] else text

    def _content(self, opened: Place) -> Place:
        following = (line for line in self.lines[opened.line :] if line.strip())
        first = next(following, "")
        return Place(self.file, opened.line + 1, len(first) - len(first.lstrip(" ")) + 1)

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if parent.items is not None:
            parent.items.append(node)
        else:
            assert parent.key is not None
            parent.values[parent.key] = node
            parent.key = None


def _resolve(text: str) -> Scalar:
    """What an unquoted scalar is. Only what reads back unchanged is a number: 007 stays a text."""
    if text in {"", "~", "null"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
