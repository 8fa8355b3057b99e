"""The scorecard of five abilities, the four layers, and what the agent had to bear.

Seed documents (``systems.yaml``): M01, five abilities, for each how often it was asked for, done
and missed; M20, four layers: hear the need, solve the problem, pass on warmth, build trust. No
weights: a score is the share of needs met, so that everybody can check it by counting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .model import Feeling, Layer, Need, Report, Score

ABILITIES = ("understanding", "expression", "communication", "negotiation", "empathy")
"""理解, 表达, 沟通, 协商, 共情."""
HEARD = ("understanding", "communication")
SOLVED = ("expression", "negotiation")
WARM = ("empathy",)
"""Abilities whose needs must be met for the first three layers."""
THREATS = frozenset({"regulator-threat", "leaving-threat", "complaint-demand"})
"""Needs that say that trust is breaking, if they are not met."""
SORROW = frozenset({"grief", "en-grief"})
"""Meters that do not ease within a call, and tell nothing of trust."""
CALM = frozenset({"calm", "mild"})
EASED = 0.5
"""A customer who ends at this share of the worst, or below, was calmed."""


def abilities(needs: Sequence[Need]) -> dict[str, Score]:
    """How the needs ended, by the ability that each asks for; all five, in their order."""
    return {ability: _score([n for n in needs if n.ability == ability]) for ability in ABILITIES}


def layers(report: Report) -> list[Layer]:
    """Which of the four layers the call reached.

    A layer of needs is reached when none of them was missed. Trust is reached when no threat was
    left unanswered and the customer ended no more than mildly upset, or much calmer than at worst.
    """
    told = [
        _of_needs("heard", HEARD, report),
        _of_needs("solved", SOLVED, report),
        _of_needs("warm", WARM, report),
    ]
    return [*told, _trust(report)]


def strain(report: Report) -> float:
    """Minutes for which the customer's emotion stood at high or severe."""
    return sum(end - start for _, start, end in borne(report)) / 60_000


def borne(report: Report) -> list[tuple[str, int, int]]:
    """Who bore a customer whose emotion stood at high or severe, from when to when (ms); a stretch
    that went on after a transfer is parted there."""
    curve = report.feelings.get("customer", ())
    ends = [*(feeling.at for feeling in curve[1:]), report.duration]
    high: list[tuple[int, int]] = []
    for feeling, end in zip(curve, ends, strict=False):
        if feeling.level in CALM or end <= feeling.at:
            continue
        if high and high[-1][1] == feeling.at:
            high[-1] = (high[-1][0], end)
        else:
            high.append((feeling.at, end))
    until = [*(since for since, _ in report.agents[1:]), report.duration]
    return [
        (agent, max(start, since), min(end, left))
        for start, end in high
        for (since, agent), left in zip(report.agents, until, strict=False)
        if max(start, since) < min(end, left)
    ]


def _score(needs: Sequence[Need]) -> Score:
    ended = Counter(need.ended for need in needs)
    return Score(
        unprompted=ended["unprompted"],
        after_hint=ended["after_hint"],
        missed=ended["missed"],
        undetermined=ended["undetermined"],
    )


def _of_needs(name: str, of: tuple[str, ...], report: Report) -> Layer:
    needs = [need for need in report.needs if need.ability in of]
    score = _score(needs)
    if not score.asked:
        return Layer(name, None, "")
    missed = [need.text for need in needs if need.ended == "missed"]
    return Layer(name, not missed, "; ".join(dict.fromkeys(missed)))


def _trust(report: Report) -> Layer:
    open_threats = [n.text for n in report.needs if n.id in THREATS and n.ended == "missed"]
    curve = report.feelings.get("customer", [])
    if open_threats:
        return Layer("trusted", False, "; ".join(dict.fromkeys(open_threats)))
    worst = max(map(_upset, curve), default=0.0)
    if not worst:
        return Layer("trusted", None, "")
    eased = curve[-1].level in CALM or _upset(curve[-1]) <= worst * EASED
    return Layer("trusted", eased, curve[-1].level)


def _upset(feeling: Feeling) -> float:
    values = (value for meter, value in feeling.meters.items() if meter not in SORROW)
    return max(values, default=0.0)
