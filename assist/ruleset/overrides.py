"""Site overrides: what a local pack changes of another pack without editing it.

An override works on the text of its target before anything is compiled: what it says stands in the
target's place, and so an error in it is told where the override is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from assist.core.names import meant
from assist.core.rules import Mode

from .check import check
from .model import SignalModel, rule_model
from .model_file import ListOverride, RuleOverride, SignalOverride
from .pack import Entry, ListModel, Pack
from .problems import Place, Report
from .tree import Node

B = TypeVar("B", bound=BaseModel)

SECTIONS: Mapping[str, type[BaseModel]] = {
    "lists": ListOverride,
    "signals": SignalOverride,
    "rules": RuleOverride,
}
_MODES: tuple[Mode, ...] = ("live", "shadow", "off")


_LOAD_BOTH = (
    "the pack that has it must be loaded with this one: `assist rules check` without a folder "
    "takes the packs shipped and your own"
)


@dataclass(frozen=True, slots=True)
class Override:
    """What one file says of one target; ``place`` is where it names it."""

    section: str
    name: str
    node: Node
    place: Place


def override(pack: Pack, report: Report) -> None:
    """Change the pack by what its files override. What is malformed, an unknown target, and a
    second override of the same key are reported."""
    overrides = [one for node in pack.overrides for one in _read(node, report)]

    def put(entries: dict[str, Entry[B]], model: type[B], name: str, node: Node) -> None:
        entry = entries[name]
        entries[name] = Entry(name, check(model, node, entry.place, report), node, entry.place)

    sections: Mapping[str, Mapping[str, Entry[BaseModel]]] = {
        "lists": pack.lists,
        "signals": pack.signals,
        "rules": pack.rules,
    }
    said: dict[tuple[str, str, str], Place] = {}
    for one in overrides:
        entries = sections[one.section]
        if one.name not in entries:
            _unknown(one, entries, report)
            continue
        if _said_before(one, said, report) or entries[one.name].model is None:
            continue
        target = entries[one.name].node
        match one.section:
            case "lists":
                put(pack.lists, ListModel, one.name, _texts(target, one.node, report))
            case "signals":
                put(pack.signals, SignalModel, one.name, _signal(target, one.node, report))
            case _:
                changed = _merged(target, _with_steps(one, target, report))
                was = pack.rules[one.name].model
                put(pack.rules, rule_model(changed.plain()), one.name, changed)
                now = pack.rules[one.name].model
                if was is not None and now is not None and _quieter(was.mode, now.mode):
                    pack.muted[one.name] = was.mode


def _quieter(was: Mode, now: Mode) -> bool:
    return _MODES.index(now) > _MODES.index(was)


def _read(node: Node, report: Report) -> Iterator[Override]:
    for section, below in _items(node, report):
        if section not in SECTIONS:
            near = meant(section, SECTIONS)
            possible = f"possible here: {', '.join(SECTIONS)}"
            advice = f"did you mean `{near}`?" if near else possible
            report.error("R201", node.keys[section], f"`{section}` cannot be overridden", advice)
            continue
        for name, one in _items(below, report):
            if check(SECTIONS[section], one, below.keys[name], report) is not None:
                yield Override(section, name, one, below.keys[name])


def _items(node: Node, report: Report) -> Iterator[tuple[str, Node]]:
    if isinstance(node.value, dict):
        yield from node.value.items()
    elif node.value is not None:
        report.error("R203", node.place, "keys and values are expected here")


def _unknown(one: Override, entries: Mapping[str, object], report: Report) -> None:
    kind = one.section.removesuffix("s")
    near = meant(one.name, entries)
    message = f"there is no {kind} `{one.name[:60]}` to override"
    if one.section == "steps":  # its rule is there
        advice = f"did you mean `{near}`?" if near else f"possible here: {', '.join(entries)}"
    else:
        advice = f"did you mean `{near}`? If not, {_LOAD_BOTH}" if near else _LOAD_BOTH
    report.error("R212", one.place, message, advice)


def _said_before(one: Override, said: dict[tuple[str, str, str], Place], report: Report) -> bool:
    """Whether another override says something of the same key; phrases of both are added."""
    found = False
    for key, place in one.node.keys.items():
        if key in {"add", "drop"}:
            continue
        first = said.setdefault((one.section, one.name, key), place)
        if first != place:
            message = f"`{key}` of `{one.name}` is already overridden at {first}"
            report.error("R209", place, message, "keep one of the two")
            found = True
    return found


def _merged(target: Node, override: Node) -> Node:
    """The target with what the override says in place of what it said; ``hint`` key by key."""
    assert isinstance(target.value, dict)
    assert isinstance(override.value, dict)
    values, keys = dict(target.value), dict(target.keys)
    for key, value in override.value.items():
        old = values.get(key) if key == "hint" else None
        values[key] = _merged(old, value) if old is not None else value
        keys[key] = override.keys[key]
    return Node(values, target.place, keys)


def _with_steps(one: Override, target: Node, report: Report) -> Node:
    """The override with all steps of its target in place of those that it changes by name."""
    override = one.node
    assert isinstance(target.value, dict)
    assert isinstance(override.value, dict)
    said = override.value.get("steps")
    if said is None or not isinstance(said.value, dict):
        return override
    changed, known = said.value, target.value.get("steps")
    steps = {_name(step): step for step in _listed(known)}
    if known is None:
        message = f"`{one.name}` has no steps"
        report.error("R213", override.keys["steps"], message, "override its `hint:`")
    else:
        for name in changed.keys() - steps.keys():
            _unknown(Override("steps", name, changed[name], said.keys[name]), steps, report)
    if known is None or not changed.keys() <= steps.keys():
        values = {key: below for key, below in override.value.items() if key != "steps"}
        return Node(values, override.place, override.keys)
    merged = [
        _merged(step, changed[_name(step)]) if _name(step) in changed else step
        for step in _listed(known)
    ]
    values = {**override.value, "steps": Node(merged, known.place)}
    return Node(values, override.place, override.keys)


def _name(step: Node) -> str:
    assert isinstance(step.value, dict)
    return str(step.value["name"].value)


def _signal(target: Node, override: Node, report: Report) -> Node:
    assert isinstance(target.value, dict)
    assert isinstance(override.value, dict)
    phrases = target.value.get("phrases")
    if phrases is None:
        report.error(
            "R213", override.place, "this signal has no phrases to add to", "override a rule"
        )
        return target
    add = override.value.get("add")
    if add is not None and isinstance(add.value, dict) != isinstance(phrases.value, dict):
        form = "{VARIANT: [texts]}" if isinstance(phrases.value, dict) else "a plain list"
        report.error("R213", add.place, f"the phrases of this signal are {form}", "add as much")
        return target
    changed = _texts(phrases, override, report)
    return Node({**target.value, "phrases": changed}, target.place, target.keys)


def _texts(target: Node, override: Node, report: Report) -> Node:
    """A list of texts, or texts by variant, with some added and some dropped."""
    assert isinstance(override.value, dict)
    add, drop = override.value.get("add"), override.value.get("drop")
    if drop is not None:
        target = _without(target, drop, report)
    if add is None:
        return target
    if isinstance(target.value, list) and isinstance(add.value, list):
        return Node([*target.value, *add.value], target.place)
    assert isinstance(target.value, dict)
    assert isinstance(add.value, dict)
    values = dict(target.value)
    for variant, texts in add.value.items():
        old = values.get(variant)
        both = [*_listed(old), *_listed(texts)]
        values[variant] = Node(both, old.place if old is not None else texts.place)
    return Node(values, target.place, {**add.keys, **target.keys})


def _without(target: Node, drop: Node, report: Report) -> Node:
    unwanted = {str(text.value): text for text in _listed(drop)}
    left = _kept(target, lambda text: text not in unwanted)
    there = {str(text.value) for text in _all(target)}
    for text, node in unwanted.items():
        if text not in there:
            near = meant(text, there)
            advice = f"did you mean `{near}`?" if near else "nothing like it is there"
            report.error("R213", node.place, f"`{text[:60]}` is not there to be dropped", advice)
    if next(_all(left), None) is None:
        report.error("R213", drop.place, "nothing would be left", "override a rule's `mode: off`")
        return target
    return left


def _kept(node: Node, wanted: Callable[[str], bool]) -> Node:
    if isinstance(node.value, dict):
        values = {key: _kept(below, wanted) for key, below in node.value.items()}
        values = {key: below for key, below in values.items() if below.value}
        return Node(values, node.place, node.keys)
    return Node([text for text in _listed(node) if wanted(str(text.value))], node.place)


def _all(node: Node) -> Iterator[Node]:
    if isinstance(node.value, dict):
        for below in node.value.values():
            yield from _all(below)
    else:
        yield from _listed(node)


def _listed(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []
