"""From scores to probabilities: how often what scores so high is right, in calls by others.

Whoever writes down what a need sounds like writes mostly sentences that mean it: a regression over
these holds everything for likely. In calls most sentences mean nothing in particular. So scores are
held against transcripts that they were not learned from, and a sigmoid is laid through what came
of it (Platt 1999): ``p = 1 / (1 + exp(-(slope * score + shift)))``. A lesson of which transcripts
hold few examples leans on what holds for all lessons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .libraries import library

LEANING = 1.0
"""How far the slope and the shift of a lesson may lie from those of all lessons together: the
standard deviation of a normal distribution around them."""

BOUNDS = ((0.1, 10.0), (-20.0, 20.0))
"""Of slope and shift: a greater score is never less likely."""


@dataclass(frozen=True, slots=True)
class Sigmoid:
    """What makes a probability of a score; as it stands, the score is the log-odds."""

    slope: float = 1.0
    shift: float = 0.0


def calibrate(
    scores: Sequence[float], marks: Sequence[bool], prior: Sigmoid | None = None
) -> Sigmoid:
    """The sigmoid that fits the marks of as many scores best; ``prior``: what it leans on.

    Without marks of both kinds there is nothing to fit: it is what it leans on.
    """
    base = prior or Sigmoid()
    if len(set(marks)) < len((False, True)):
        return base
    numpy, optimize = library("numpy"), library("scipy.optimize")
    score = numpy.asarray(scores, dtype=float)
    mark = numpy.asarray(marks, dtype=float)
    centre = numpy.array([base.slope, base.shift])
    leaning = 0.0 if prior is None else 1 / LEANING**2

    def loss(at: Any) -> tuple[float, Any]:
        """Negative log-likelihood with its gradient, and the distance from what it leans on."""
        odds = at[0] * score + at[1]
        wrong = 1 / (1 + numpy.exp(-odds)) - mark
        away = at - centre
        value = (numpy.logaddexp(0, odds) - mark * odds).sum() + leaning * (away @ away) / 2
        return float(value), numpy.array([wrong @ score, wrong.sum()]) + leaning * away

    found = optimize.minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=BOUNDS)
    return Sigmoid(*(float(value) for value in found.x))
