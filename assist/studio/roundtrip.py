"""Changing one value in a YAML text and not one character elsewhere.

Writing a whole file anew, even by a library that keeps comments, would wrap lists and choose quotes
its own way, and the next difference in git would show a hundred lines for one. So the text is read
for where its nodes begin and end, and only what has to change is replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from assist.ruleset.tree import read

Value = str | int | float | bool | Sequence["Value"] | Mapping[str, "Value"]
Path = tuple[str, ...]

_PLAIN = re.compile(
    r"[A-Za-z0-9\u4e00-\u9fff$…][A-Za-z0-9\u4e00-\u9fff$…，。？、；：“”（）《》.?_/%+ -]*"
    r"(?<! )"
)
"""Texts that need no quotes, in lists or out of them; others get them."""


class CannotEdit(Exception):  # noqa: N818 - says what is wrong
    """The text cannot be changed this way without touching more of it than was meant."""


def with_value(text: str, path: Path, value: Value | None, order: Sequence[str] = ()) -> str:
    """The text with ``value`` at ``path``; None takes it out. What already reads as the value stays
    as it is written. ``order``: the order of keys, for one that is new.

    Raises :class:`CannotEdit`, and :class:`~assist.ruleset.syntax.Unreadable` for a text that
    cannot be read.
    """
    wanted = _wanted(read("", text), path, value)
    edited = _edited(text, path, value, order)
    found = read("", edited)
    if (found.plain() if found is not None else {}) != wanted:
        raise CannotEdit(f"`{'.'.join(path)}` is written in a way that cannot be changed in place")
    return edited


def with_entry(text: str, section: str, lines: Sequence[str], *, item: bool = False) -> str:
    """The text with an entry at the end of a section, which is made where it is missing. ``lines``
    are indented as the section's own; ``item``: the section is a list."""
    root = _compose(text)
    node = _child(root, section) if isinstance(root, MappingNode) else None
    if node is None:
        begin = text.rstrip("\n") + "\n\n" if text.strip() else text
        return f"{begin}{section}:\n{_indented(lines, 2)}\n"
    if isinstance(node, ScalarNode) and not node.value:
        at = _line_end(text, _key_end(root, section))
        return f"{text[:at]}\n{_indented(lines, 2)}{text[at:]}"
    expected = SequenceNode if item else MappingNode
    if not isinstance(node, expected) or node.flow_style or not node.value:
        raise CannotEdit(f"`{section}:` is not written line by line")
    first = node.value[0] if item else node.value[0][0]
    indent = first.start_mark.column - (2 if item else 0)
    at = _line_end(text, _end(text, node))
    return f"{text[:at]}\n{_indented(lines, indent)}{text[at:]}"


def scalar(value: str | float | bool | None) -> str:
    """How a single value is written; texts in quotes where they need them."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if _PLAIN.fullmatch(value) and "  " not in value:
        root = read("", value)
        if root is not None and root.value == value:
            return value
    return json.dumps(value, ensure_ascii=False)


def flow(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(value)


# -- inside ------------------------------------------------------------------------------------


def _wanted(root: Any, path: Path, value: Value | None) -> Any:
    """What the whole text must say afterwards."""
    plain = root.plain() if root is not None else {}
    at = plain
    above: list[tuple[Any, str]] = []
    for key in path[:-1]:
        if not isinstance(at, dict):
            raise CannotEdit(f"`{key}` is no part of what is written there")
        above.append((at, key))
        at = at.setdefault(key, {})
    if not isinstance(at, dict):
        raise CannotEdit(f"`{path[-1]}` is no part of what is written there")
    if value is not None:
        at[path[-1]] = json.loads(json.dumps(value))
        return plain
    at.pop(path[-1], None)
    for mapping, key in reversed(above):  # an empty mapping says nothing, and goes too
        if not mapping[key]:
            del mapping[key]
    return plain


def _edited(text: str, path: Path, value: Value | None, order: Sequence[str]) -> str:
    node = _compose(text)
    for depth, key in enumerate(path):
        below = _child(node, key)
        if below is None:
            if value is None:
                return text
            whole: Value = value
            for missing in reversed(path[depth + 1 :]):
                whole = {missing: whole}
            return _inserted(text, node, key, whole, order)
        if depth == len(path) - 1:
            if value is None:
                return _removed(text, path)
            return _replaced(text, below, value)
        node = below
    raise CannotEdit("nothing is named")


def _compose(text: str) -> Node | None:
    node: Node | None = YAML(typ="rt", pure=True).compose(text)
    return node


def _child(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _key_end(node: Node | None, key: str) -> int:
    assert isinstance(node, MappingNode)
    return next(int(name.end_mark.index) for name, _ in node.value if name.value == key)


def _end(text: str, node: Node) -> int:
    """Where what a node says ends; a block's own mark is where the next thing begins."""
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _end(text, node.value[-1][1])
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _end(text, node.value[-1])
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    return start + len(text[start:end].rstrip())


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _indented(lines: Sequence[str], indent: int) -> str:
    return "\n".join(" " * indent + line if line else line for line in lines)


def _replaced(text: str, node: Node, value: Value) -> str:
    start, end = int(node.start_mark.index), _end(text, node)
    if (
        isinstance(node, SequenceNode)
        and isinstance(value, Sequence)
        and not isinstance(value, str)
        and value
        and node.value
        and all(isinstance(one, ScalarNode) for one in node.value)
        and not any(isinstance(one, Mapping | list) for one in value)
    ):
        return _list(text, node, value)
    if isinstance(node, ScalarNode) and isinstance(value, str) and node.style == '"':
        return text[:start] + json.dumps(value, ensure_ascii=False) + text[end:]
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style:
        # a block begins on a line of its own; its replacement stands behind its key
        start = text.rindex(":", 0, start) + 1
        return f"{text[:start]} {flow(value)}{text[end:]}"
    return text[:start] + flow(value) + text[end:]


def _list(text: str, node: SequenceNode, wanted: Sequence[Any]) -> str:
    """A list of single values with only those replaced that differ."""
    items = [(int(one.start_mark.index), _end(text, one)) for one in node.value]
    present = [str(one.value) for one in node.value]
    matcher = SequenceMatcher(None, present, [str(one) for one in wanted], autojunk=False)
    for tag, first, last, new_first, new_last in reversed(matcher.get_opcodes()):
        new = [scalar(one) for one in wanted[new_first:new_last]]
        if tag == "replace" and last - first == len(new):
            for (start, end), one in reversed(list(zip(items[first:last], new, strict=True))):
                text = text[:start] + one + text[end:]
            continue
        if tag in {"replace", "insert"}:
            text = _items_put(text, node, items, last, new)
        if tag in {"replace", "delete"}:
            text = _items_taken(text, node, items, first, last)
    return text


def _items_put(
    text: str, node: SequenceNode, items: Sequence[tuple[int, int]], at: int, new: list[str]
) -> str:
    if node.flow_style:
        if at == 0:
            start = items[0][0]
            return text[:start] + "".join(f"{one}, " for one in new) + text[start:]
        end = items[at - 1][1]
        return text[:end] + "".join(f", {one}" for one in new) + text[end:]
    lead = " " * (node.value[0].start_mark.column - 2) + "- "
    if at == 0:
        start = text.rfind("\n", 0, items[0][0]) + 1
        return text[:start] + "".join(f"{lead}{one}\n" for one in new) + text[start:]
    end = _line_end(text, items[at - 1][1])
    return text[:end] + "".join(f"\n{lead}{one}" for one in new) + text[end:]


def _items_taken(
    text: str, node: SequenceNode, items: Sequence[tuple[int, int]], first: int, last: int
) -> str:
    for start, end in reversed(items[first:last]):
        if not node.flow_style:
            line = text.rfind("\n", 0, start) + 1
            text = text[:line] + text[_line_end(text, end) + 1 :]
            continue
        text = _without(text, start, end)
    return text


def _without(text: str, start: int, end: int) -> str:
    """A list or mapping on one line without what stands there, and without one of its commas."""
    behind = re.match(r"[ \t]*,[ \t]*", text[end:])
    if behind is not None:
        return text[:start] + text[end + behind.end() :]
    before = re.search(r",\s*$", text[:start])
    return text[: before.start() if before is not None else start] + text[end:]


def _inserted(text: str, node: Node | None, key: str, value: Value, order: Sequence[str]) -> str:
    if node is None:  # nothing but comments
        return "\n".join([*text.splitlines(), *_lines(key, value)]) + "\n"
    if not isinstance(node, MappingNode) or (not node.value and not node.flow_style):
        raise CannotEdit(f"`{key}` cannot be added to what is written there")
    before = set(order[: order.index(key)]) if key in order else None
    places = [at for at, (name, _) in enumerate(node.value)
              if before is None or name.value in before]  # fmt: skip
    end = _end(text, node.value[places[-1]][1]) if places else None
    if node.flow_style:
        said = f"{key}: {flow(value)}"
        if end is not None:
            return f"{text[:end]}, {said}{text[end:]}"
        first = int(node.start_mark.index) + 1
        return f"{text[:first]}{said}{', ' if node.value else ''}{text[first:]}"
    indent = node.value[0][0].start_mark.column
    lines = _indented(_lines(key, value), indent)
    if end is not None:
        end = _line_end(text, end)
        return f"{text[:end]}\n{lines}{text[end:]}"
    first = int(node.value[0][0].start_mark.index)
    return f"{text[:first]}{lines.lstrip()}\n{' ' * indent}{text[first:]}"


def _lines(key: str, value: Value) -> list[str]:
    """A key on a line of its own; of mappings of nothing but mappings only the innermost are on
    one line."""
    if isinstance(value, Mapping) and all(isinstance(one, Mapping) for one in value.values()):
        below = [line for name, one in value.items() for line in _lines(name, one)]
        return [f"{key}:", *(f"  {line}" for line in below)]
    return [f"{key}: {flow(value)}"]


def _removed(text: str, path: Path) -> str:
    """Without a key; a mapping left empty goes with it."""
    node = _compose(text)
    above: list[MappingNode] = []
    for key in path:
        assert isinstance(node, MappingNode)
        above.append(node)
        node = _child(node, key)
    depth = len(path) - 1
    while depth > 0 and len(above[depth].value) == 1:
        depth -= 1
    mapping = above[depth]
    name, value = next(pair for pair in mapping.value if pair[0].value == path[depth])
    start, end = int(name.start_mark.index), _end(text, value)
    if mapping.flow_style:
        return _without(text, start, end)
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        raise CannotEdit(f"`{path[depth]}` begins on the line of something else")
    return text[:line] + text[_line_end(text, end) + 1 :]
