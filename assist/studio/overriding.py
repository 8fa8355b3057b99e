"""What a site's own files change of each rule, and where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assist.core.rules import RuleSet
from assist.ruleset.pack import Pack
from assist.ruleset.tree import Node

from .seeking import listened

_LIST = re.compile(r"\$([a-z0-9][a-z0-9-]*)")
_KIND = {"rules": "rule", "signals": "signal", "lists": "list"}


def overrides_told(pack: Pack | None, rules: RuleSet | None) -> dict[str, list[dict[str, Any]]]:
    """Rule -> each override of it, of a signal that it listens to or of a list in one of these:
    where it stands, of what (``rule``, ``signal`` or ``list``), and which keys it has. While the
    packs have errors, those of rules alone."""
    if pack is None:
        return {}
    said: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for section, name, one in _all(pack):
        said.setdefault((section, name), []).append(one)
    names = {name for section, name in said if section == "rules"}
    if rules is not None:
        names |= rules.rules.keys()
    return {name: found for name in names if (found := list(_of(name, said, pack, rules)))}


def modes_told(pack: Pack | None) -> dict[str, dict[str, Any]]:
    """Rule -> where and to what the site changes its mode."""
    found: dict[str, dict[str, Any]] = {}
    for node in pack.overrides if pack is not None else ():
        for name, override in items(below(node, "rules")):
            mode = word(below(override, "mode"))
            if mode is not None:
                found[name] = {"path": override.place.file, "mode": mode}
    return found


def _of(
    name: str,
    said: Mapping[tuple[str, str], list[dict[str, Any]]],
    pack: Pack,
    rules: RuleSet | None,
) -> Iterator[dict[str, Any]]:
    yield from said.get(("rules", name), ())
    if rules is None or name not in rules.rules:
        return
    signals = listened(rules.rules[name], rules)
    lists: dict[str, None] = {}
    for signal in signals:
        yield from said.get(("signals", signal), ())
        if signal in pack.signals:
            lists.update(dict.fromkeys(_LIST.findall(str(pack.signals[signal].node.plain()))))
    for each in lists:
        yield from said.get(("lists", each), ())


def _all(pack: Pack) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for node in pack.overrides:
        for section, kind in _KIND.items():
            of = below(node, section)
            for name, override in items(of):
                assert of is not None
                place = of.keys[name]
                yield (
                    section,
                    name,
                    {
                        "path": place.file,
                        "line": place.line,
                        "of": kind,
                        "name": name,
                        "keys": list(_keys(override)),
                    },
                )


def _keys(override: Node) -> Iterator[str]:
    """A hint is overridden key by key."""
    for key, value in items(override):
        if key == "hint":
            yield from (f"hint.{inner}" for inner, _ in items(value))
        else:
            yield key


# -- reading what is written -------------------------------------------------------------------


def below(node: Node | None, key: str) -> Node | None:
    """What stands under a key, if anything."""
    return node.value.get(key) if node is not None and isinstance(node.value, dict) else None


def items(node: Node | None) -> Iterable[tuple[str, Node]]:
    """What stands there by key; nothing where that is no mapping."""
    return node.value.items() if node is not None and isinstance(node.value, dict) else ()


def word(node: Node | None) -> str | None:
    """A single text, if that is what stands there."""
    return node.value if node is not None and isinstance(node.value, str) else None
