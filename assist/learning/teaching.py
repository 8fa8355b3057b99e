"""Lessons by regression: a weight for each run of characters, for each need that has examples.

Logistic regression (scikit-learn, liblinear) over the runs of units of folded text that
:mod:`assist.core.lessons` judges by: binary presence times inverse document frequency
``1 + ln((1 + n) / (1 + df))``, in unit length. Examples of a need are few among those of all: both
sides weigh the same in sum (``class_weight="balanced"``).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from assist.core.lessons import THOUSAND, runs_of
from assist.core.protocols import Folder
from assist.ruleset.lessons import LessonsFile, SpeakerLessons

from .examples import Example

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST = 8
"""Examples without which a need is not learned: fewer teach their own wording."""
TWICE = 2
"""A run that one example only holds tells nothing of others."""
FIRMNESS = 20.0
"""Inverse strength of the regularisation (``C``), chosen on calls by writers whose others were
learned from (docs/quality.md)."""
KEPT = 1_500
"""Weights of a lesson that are kept, the strongest: judges as all of them do within a point of
precision and of recall, at a tenth of the size."""


class NotInstalledError(RuntimeError):
    """scikit-learn is not installed: running Overtone needs it not, learning does."""


def teach(examples: Sequence[Example], digest: str, folder: Folder) -> LessonsFile:
    """Learn a lesson of each need that enough examples mean, about the speaker who mostly says it.

    Raises :class:`NotInstalledError`, and :class:`ValueError` where no need has enough examples.
    """
    whose = _speakers(examples)
    speakers: dict[Literal["customer", "agent"], SpeakerLessons] = {}
    for speaker in ("customer", "agent"):
        names = sorted(need for need, who in whose.items() if who == speaker)
        if names:
            own = [one for one in examples if one.speaker == speaker]
            speakers[speaker] = _speaker(own, names, folder)
    if not speakers:
        raise ValueError(f"no need has {LEAST} examples: nothing can be learned")
    return LessonsFile(format=1, examples=digest, speakers=speakers)


def _speakers(examples: Sequence[Example]) -> dict[str, str]:
    """Who says what means each need, where there are enough examples of it."""
    said = Counter((need, one.speaker) for one in examples for need in one.means)
    whose: dict[str, str] = {}
    speaker: Literal["customer", "agent"]
    for need in sorted({need for need, _ in said}):
        speaker = "customer" if said[need, "customer"] >= said[need, "agent"] else "agent"
        if said[need, speaker] >= LEAST:
            whose[need] = speaker
    return whose


def _speaker(examples: Sequence[Example], names: Sequence[str], folder: Folder) -> SpeakerLessons:
    held = [runs_of(folder.fold(one.text).text) for one in examples]
    spread = Counter(run for found in held for run in found)
    known = {run: at for at, run in enumerate(sorted(r for r, n in spread.items() if n >= TWICE))}
    rarity = [1 + math.log((1 + len(examples)) / (1 + spread[run])) for run in known]
    table = _table(held, known, rarity)
    biases: dict[str, int] = {}
    weights: dict[str, list[int]] = {
        run: [round(rarity[at] * THOUSAND)] for run, at in known.items()
    }
    order = list(known)
    for number, name in enumerate(names):
        lesson, bias = _learn(table, examples, name)
        biases[name] = round(bias * THOUSAND)
        for at in sorted(sorted(range(len(order)), key=lambda at: -abs(lesson[at]))[:KEPT]):
            if weight := round(lesson[at] * THOUSAND):
                weights[order[at]] += [number, weight]
    return SpeakerLessons(lessons=biases, runs=weights)


def _table(
    held: Sequence[frozenset[str]], known: Mapping[str, int], rarity: Sequence[float]
) -> Any:
    """Examples by runs, as scikit-learn takes them: each row of unit length."""
    scipy = _library("scipy.sparse")
    values: list[float] = []
    columns: list[int] = []
    rows = [0]
    for found in held:
        at = sorted(known[run] for run in found if run in known)
        norm = math.sqrt(sum(rarity[each] ** 2 for each in at)) or 1.0
        columns += at
        values += [rarity[each] / norm for each in at]
        rows.append(len(columns))
    return scipy.csr_matrix((values, columns, rows), shape=(len(held), len(known)))


def _learn(table: Any, examples: Sequence[Example], name: str) -> tuple[Sequence[float], float]:
    """Weights and bias of one lesson; an example that may mean it teaches nothing about it."""
    taught = [at for at, one in enumerate(examples) if name in one.means or name not in one.maybe]
    model = _library("sklearn.linear_model").LogisticRegression(
        C=FIRMNESS, class_weight="balanced", solver="liblinear", max_iter=300, random_state=0
    )
    model.fit(table[taught], [name in examples[at].means for at in taught])
    return model.coef_[0].tolist(), float(model.intercept_[0])


def _library(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415 - running needs neither

    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise NotInstalledError(
            "learning needs scikit-learn: pip install 'overtone[learn]'"
        ) from missing
