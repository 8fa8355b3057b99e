"""How much a live call should concern a supervisor: the risk of a complaint, who needs help most.

Both are judgements made into formulas, so that everybody can check a number by hand; neither is
a probability that was measured. Weights are those of the seed documents' order of gravity
(``needs.yaml``: severities; ``systems.yaml``: M28, levels of emotion and the threat to escalate;
M50, the three steps of a complaint), set so that one clear threat outweighs any number of
discourtesies, and an answered one counts for half. On the 48 labelled development calls the highest
risk of a call tells those with a complaint or a threat (12) from the rest in 95 % of all pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .hints import PRIORITIES, Priority

BEARING: Mapping[str, float] = {
    # The customer says that a complaint is on its way, or asks for who is in charge.
    "regulator-threat": 0.7,
    "complaint-demand": 0.6,
    "leaving-threat": 0.35,
    # What complaints are made of: not heard, not believed, not answered, kept waiting.
    "customer-angry": 0.3,
    "doubts-competence": 0.25,
    "had-to-repeat": 0.2,
    "fair-terms": 0.2,
    "customer-dissatisfied": 0.15,
    "doubts-human": 0.15,
    "waited-too-long": 0.1,
    # What the agent did that a complaint would name.
    "privacy-slip": 0.3,
    "blunt-tone": 0.2,
    "arguing-identity": 0.2,
    "defensive": 0.15,
    "risk-undisclosed": 0.15,
    "bare-refusal": 0.15,
    "cold-transfer": 0.1,
    "interrupting": 0.1,
    "explains-without-solving": 0.1,
    "scripted-repetition": 0.1,
    "asks-again": 0.1,
}
"""Need of the catalogue -> what it adds to the risk while it is open and unanswered."""
ANSWERED = 0.5
"""A need that was met weighs this share of what it weighed open: heard is half forgiven."""
AGAIN = 0.5
"""Each further time adds this share of the weight, up to :data:`MOST_TIMES`."""
MOST_TIMES = 3
UNANSWERED = 0.15
"""Any other need that has escalated: it was asked for, hinted at, and still not cared for."""
ANGER = 0.4
"""A meter of the customer's at its full height, sorrow left aside; below, in proportion."""
SORROW = frozenset({"grief", "en-grief"})
"""Meters that do not bear on a complaint: who mourns is not angry with the bank."""
REASONS = 3
LEAST = 0.05
"""A reason below this is not worth naming."""


@dataclass(frozen=True, slots=True)
class CameUp:
    """A need of the call: how often it came up, and how it stands."""

    need: str
    text: str
    times: int
    is_open: bool
    escalated: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a complaint is to be feared: a need, or ``emotion:METER``; ``weight`` 0–1 by itself."""

    what: str
    text: str
    weight: float


def complaint_risk(
    needs: Iterable[CameUp], meters: Mapping[str, float]
) -> tuple[float, tuple[Reason, ...]]:
    """The risk 0–1 that the customer complains, and the weightiest reasons.

    Each reason has a weight w, the chance that it alone would do it; together they give
    ``1 - (1 - w1)(1 - w2)…`` (noisy or; Pearl 1988, 4.3.2), so reasons add up and never exceed 1.
    ``meters``: the customer's, name -> 0–1.
    """
    reasons = [Reason(each.need, each.text, _weight(each)) for each in needs]
    felt = {name: value for name, value in meters.items() if name not in SORROW}
    if felt:
        worst = max(felt, key=felt.__getitem__)
        reasons.append(Reason(f"emotion:{worst}", "", ANGER * felt[worst]))
    spared = 1.0
    for reason in reasons:
        spared *= 1 - reason.weight
    told = sorted((r for r in reasons if r.weight >= LEAST), key=lambda r: (-r.weight, r.what))
    return 1 - spared, tuple(told[:REASONS])


def _weight(need: CameUp) -> float:
    weight = BEARING.get(need.need, 0.0)
    if not weight:
        return UNANSWERED if need.is_open and need.escalated else 0.0
    times = min(max(1, need.times), MOST_TIMES)
    weight *= 1 + AGAIN * (times - 1)
    if not need.is_open:
        weight *= ANSWERED
    elif need.escalated:
        weight += UNANSWERED
    return min(0.95, weight)


GRAVITY, FEELING, TREND, RISK, WAITING = 30, 25, 10, 20, 15
"""What each part of :func:`help_wanted` is worth; together 100."""
WAITING_MS = 60_000
"""A pressing need left uncared for so long counts in full."""
PRESSING: frozenset[Priority] = frozenset({"urgent", "critical"})


def help_wanted(
    *,
    gravest: Priority | None,
    escalated: bool,
    emotion: float,
    rise: float,
    risk: float,
    uncared: int,
    life: bool = False,
) -> int:
    """How much the agent of a call needs help, 0–100; supervisors' tables are sorted by it.

    ``life``: the customer spoke of ending it. No number of fees outweighs that: it is 100.
    ``gravest``: the highest priority among open needs and standing alerts, one step up where
    such a need has ``escalated``; ``emotion``: the customer's highest meter, 0–1; ``rise``: by how
    much it rose in the last 20 s (a fall counts nothing); ``risk``: of a complaint, 0–1;
    ``uncared``: ms for which the oldest pressing (urgent or critical) or escalated need has stood
    open.
    """
    if life:
        return 100
    gravity = 0.0
    if gravest is not None:
        steps = PRIORITIES.index(gravest) + 1 + (1 if escalated else 0)
        gravity = min(1.0, steps / len(PRIORITIES))
    return round(
        GRAVITY * gravity
        + FEELING * emotion
        + TREND * min(1.0, max(0.0, 2 * rise))
        + RISK * risk
        + WAITING * min(1.0, uncared / WAITING_MS)
    )
