"""A value of a YAML file, in which every key and value knows its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .problems import Place

Scalar = str | int | float | bool | None
Path = tuple[str | int, ...]
_NO_KEYS: Mapping[str, Place] = {}


class Node(NamedTuple):
    """A value and its place: a scalar, a list of nodes, or a mapping of nodes by key."""

    value: Scalar | list[Node] | dict[str, Node]
    place: Place
    keys: Mapping[str, Place] = _NO_KEYS
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
