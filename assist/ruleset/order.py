"""The order of rules: one that waits on a need comes after those that raise it."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from assist.core.rules import Rule

from .conditions import waits_on
from .problems import Place
from .scope import Scope


def cycle_free(scope: Scope, rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules in order, ties as in the files; a circle of waiting is reported."""
    raisers: dict[str, list[str]] = {}
    for rule in rules.values():
        raisers.setdefault(rule.need, []).append(rule.name)
    before = {
        name: [raiser for need in sorted(waits_on(rule)) for raiser in raisers.get(need, ())]
        for name, rule in rules.items()
    }
    sorter = TopologicalSorter(before)
    try:
        sorter.prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        _report(scope, circle)
        return dict(rules)
    position = {name: index for index, name in enumerate(rules)}
    ordered: dict[str, Rule] = {}
    while sorter.is_active():
        for name in sorted(sorter.get_ready(), key=position.__getitem__):
            ordered[name] = rules[name]
            sorter.done(name)
    return ordered


def _report(scope: Scope, circle: list[str]) -> None:
    entry = scope.pack.rules[circle[0]]
    place: Place = entry.at("when")
    if len(circle) == 2:
        scope.report.error(
            "R508",
            place,
            f"`{circle[0]}` waits on the need that it raises itself",
            "a glob may take in its own need: name the others, or use an absence of signals",
        )
        return
    waits = " waits on ".join(f"`{name}`" for name in reversed(circle))
    scope.report.error("R508", place, f"rules wait on each other's needs: {waits}", "remove one")
