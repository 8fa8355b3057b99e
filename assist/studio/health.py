"""How rules fare: what became of their hints, and which of them want a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assist.backtest.suggesting import LEAST_VERDICTS, TOO_OFTEN, UNWANTED

LEAST_CALLS = 20
"""Calls from which on silence, or showing in too many of them, says something of a rule."""
WRONG_SHARE = 0.3
"""Share of an agent's verdicts that may say “wrong”: one rule in ten is right nine times out of
ten, and people press a key more readily when something is wrong than when it is right."""
_CLOSED = ("expired", "superseded", "retracted", "call_ended")
_VERDICTS = ("used", "helpful", "wrong", "dismissed", "later")


def health_told(
    rules: Iterable[Mapping[str, Any]], calls: int, figures: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Every rule in force (as ``GET /v1/rules/names`` has them) with its figures; those that want a
    look first. ``figures``: as :meth:`assist.archive.archive.Archive.rules_shown` has them."""
    known = {one["rule"]: one for one in figures}
    told = [_rule(rule, known.get(rule["name"], {}), calls) for rule in rules]
    told.sort(key=lambda one: (not one["verdicts"], -one["shown"], one["rule"]))
    return {
        "calls": calls,
        "thresholds": {
            "least_calls": LEAST_CALLS,
            "too_often_share": TOO_OFTEN,
            "least_verdicts": LEAST_VERDICTS,
            "wrong_share": WRONG_SHARE,
            "unwanted_share": UNWANTED,
        },
        "rules": told,
    }


def _rule(rule: Mapping[str, Any], figures: Mapping[str, Any], calls: int) -> dict[str, Any]:
    closed, verdicts = figures.get("closed", {}), figures.get("verdicts", {})
    told = {
        "rule": rule["name"],
        "need": rule["about"].get("need"),
        "mode": rule["about"].get("mode"),
        "path": rule["path"],
        "line": rule["line"],
        "shown": figures.get("shown", 0),
        "calls": figures.get("calls", 0),
        "per_100": round(100 * figures.get("shown", 0) / calls, 1) if calls else 0.0,
        "met": figures.get("met", 0),
        "shadow": figures.get("shadow", 0),
        "last": figures.get("last"),
        **{reason: closed.get(reason, 0) for reason in _CLOSED},
        **{verdict: verdicts.get(verdict, 0) for verdict in _VERDICTS},
    }
    return told | {"verdicts": _findings(told, calls)}


def _findings(told: Mapping[str, Any], calls: int) -> Sequence[str]:
    """What is to be said of a rule; nothing where there is too little to go by."""
    found = []
    tells = told["mode"] == "live" and told["need"] is not None
    if tells and calls >= LEAST_CALLS and not told["shown"]:
        found.append("never")
    if calls >= LEAST_CALLS and told["calls"] > TOO_OFTEN * calls:
        found.append("too_often")
    said = sum(told[verdict] for verdict in ("used", "helpful", "wrong", "dismissed"))
    if said >= LEAST_VERDICTS:
        if told["wrong"] / said >= WRONG_SHARE:
            found.append("often_wrong")
        if (told["wrong"] + told["dismissed"]) / said >= UNWANTED:
            found.append("always_dismissed")
    return found
