"""The order of rules: one that waits on a need comes after those that raise it."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from assist.core.listens import parts
from assist.core.rules import ContextIs, Count, Heard, Rule

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
    _settle(scope, rules)
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


def _settle(scope: Scope, rules: Mapping[str, Rule]) -> None:
    """Report rules that set the context for each other in a circle: they would take turns without
    end. One that looks at a key which it sets itself is not opened by it, and so is no part of one.
    """
    setters: dict[str, list[str]] = {}
    for rule in rules.values():
        for key in rule.sets:
            setters.setdefault(key, []).append(rule.name)
    if not setters:
        return
    before = {
        name: [
            one for key in sorted(_keys(scope, rule) - {*rule.sets}) for one in setters.get(key, ())
        ]
        for name, rule in rules.items()
        if rule.sets
    }
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        sets = " sets what opens ".join(f"`{name}`" for name in circle)
        place = scope.pack.rules[circle[0]].at("sets")
        scope.report.error("R510", place, f"rules take turns without end: {sets}", "remove one")


def _keys(scope: Scope, rule: Rule) -> set[str]:
    """Keys of the call's context that a rule's cue looks at, itself or through signals."""
    found: set[str] = set()
    for part in parts(rule.when):
        if isinstance(part, ContextIs):
            found |= {test.key for test in part.tests}
        elif isinstance(part, Heard | Count):
            entry = scope.pack.signals.get(part.name)
            found |= set((entry.model.context if entry and entry.model else None) or ())
    return found


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
