"""Lessons by regression: a weight for each run of characters, for each need that has examples.

Logistic regression (scikit-learn, liblinear) over the runs of units of folded text that
:mod:`assist.core.lessons` judges by: binary presence times inverse document frequency
``1 + ln((1 + n) / (1 + df))``, in unit length. Examples of a need are few among those of all: both
sides weigh the same in sum (``class_weight="balanced"``). How likely that is in a call, transcripts
tell (:mod:`.calibration`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from assist.core.lessons import THOUSAND, parts_in, runs_of
from assist.core.protocols import Folder
from assist.ruleset.lessons import DOES, LessonsFile, SpeakerLessons

from .calibration import calibrate
from .examples import Example
from .libraries import library

LEAST = 8
"""Examples without which a need is not learned: fewer teach their own wording."""
TWICE = 2
"""A run that one example only holds tells nothing of others."""
FIRMNESS = 20.0
"""Inverse strength of the regularisation (``C``), chosen on calls by writers whose others were
learned from (docs/quality.md)."""
KEPT = 10_000
"""Weights of a lesson that are kept, the strongest: judges as all of them do within a point of
precision and of recall, at a tenth of the size."""
SHARE = 0.5
"""Of its rarity that a part of a word counts for: a word has some fifteen."""
FOLDS = 3
"""Parts of the transcripts: each is judged by what was learned without it."""

Marks = list[bool | None]
"""Of each example, whether it is what the lesson is about; None: it teaches nothing of that."""


def teach(examples: Sequence[Example], digest: str, folder: Folder) -> LessonsFile:
    """Learn a lesson of each need that enough examples mean, about the speaker who mostly says it,
    and of each thing that agents do in enough of them.

    Raises :class:`NotInstalledError`, and :class:`ValueError` where no need has enough examples.
    """
    whose = _speakers(examples)
    speakers: dict[Literal["customer", "agent"], SpeakerLessons] = {}
    for speaker in ("customer", "agent"):
        own = [one for one in examples if one.speaker == speaker]
        lessons = {
            need: _meaning(own, need) for need in sorted(whose) if whose[need] == speaker
        } | _done(own)
        if lessons:
            speakers[speaker] = _speaker(own, lessons, folder)
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


def _meaning(examples: Sequence[Example], need: str) -> Marks:
    """An example that may mean it teaches nothing about it."""
    return [
        None if need in one.maybe and need not in one.means else need in one.means
        for one in examples
    ]


def _done(examples: Sequence[Example]) -> dict[str, Marks]:
    """What agents do, where there are enough examples of it; one that nobody looked at teaches
    nothing."""
    times = Counter(act for one in examples for act in one.does or ())
    return {
        DOES + act: [
            None if one.does is None or act in one.perhaps else act in one.does for one in examples
        ]
        for act in sorted(times)
        if times[act] >= LEAST
    }


def _speaker(
    examples: Sequence[Example], marked: Mapping[str, Marks], folder: Folder
) -> SpeakerLessons:
    said = [folder.fold(one.text).text for one in examples]
    runs = _Known([Counter(runs_of(text)) for text in said])
    parts = _Known([parts_in(text) for text in said], SHARE)
    table = _table(runs, parts)
    folds = _folds(examples)
    learned = [_learn(table, marks) for marks in marked.values()]
    tried = [_tried(table, marks, folds) for marks in marked.values()]
    of_all = calibrate([s for one in tried for s, _ in one], [m for one in tried for _, m in one])
    biases: dict[str, int] = {}
    weights = [[round(rarity * THOUSAND)] for rarity in (*runs.rarity, *parts.rarity)]
    for number, (name, (lesson, bias), scored) in enumerate(
        zip(marked, learned, tried, strict=True)
    ):
        fits = calibrate([score for score, _ in scored], [mark for _, mark in scored], of_all)
        biases[name] = round((fits.slope * bias + fits.shift) * THOUSAND)
        for at in sorted(sorted(range(len(weights)), key=lambda at: -abs(lesson[at]))[:KEPT]):
            if weight := round(fits.slope * lesson[at] * THOUSAND):
                weights[at] += [number, weight]
    return SpeakerLessons(
        lessons=biases,
        runs=dict(zip(runs.number, weights, strict=False)),
        parts=dict(zip(parts.number, weights[len(runs.number) :], strict=True)),
    )


class _Known:
    """What :data:`TWICE` or more of the texts hold. ``held``: how often each text holds what;
    ``number``: of each, in order; ``rarity``: by number."""

    def __init__(self, held: Sequence[Counter[str]], share: float = 1.0) -> None:
        spread = Counter(what for found in held for what in found)
        self.held = held
        self.number = {
            what: at for at, what in enumerate(sorted(w for w, n in spread.items() if n >= TWICE))
        }
        self.rarity = [
            share * (1 + math.log((1 + len(held)) / (1 + spread[what]))) for what in self.number
        ]

    def of(self, text: int, first: int = 0) -> list[tuple[int, float, float]]:
        """What a text holds: numbers, counted on from ``first``, values, and their squares."""
        held = ((self.number.get(what), times) for what, times in self.held[text].items())
        return sorted(
            (first + at, times * self.rarity[at], times * self.rarity[at] ** 2)
            for at, times in held
            if at is not None
        )


def _folds(examples: Sequence[Example]) -> list[int | None]:
    """Of each example, in which part of the transcripts it is, whole transcripts together; None:
    in none."""
    names = sorted({one.transcript for one in examples} - {""})
    part = {name: at % FOLDS for at, name in enumerate(names)}
    return [part.get(one.transcript) for one in examples]


def _tried(table: Any, marks: Marks, folds: Sequence[int | None]) -> list[tuple[float, bool]]:
    """What the lines of transcripts score by a lesson of everything but that part of them, and
    what they are."""
    scored: list[tuple[float, bool]] = []
    for part in range(FOLDS):
        rest = [None if folds[at] == part else marked for at, marked in enumerate(marks)]
        asked = [
            (at, marked)
            for at, marked in enumerate(marks)
            if folds[at] == part and marked is not None
        ]
        if asked and {True, False} <= set(rest):
            lesson, bias = _learn(table, rest)
            scores = table[[at for at, _ in asked]] @ lesson + bias
            scored += zip(scores.tolist(), (marked for _, marked in asked), strict=True)
    return scored


def _table(runs: _Known, parts: _Known) -> Any:
    """Examples by runs and, behind these, parts, as scikit-learn takes them: each row in units of
    the norm that :mod:`assist.core.lessons` judges by."""
    scipy = library("scipy.sparse")
    values: list[float] = []
    columns: list[int] = []
    rows = [0]
    for text in range(len(runs.held)):
        held = runs.of(text) + parts.of(text, len(runs.number))
        norm = math.sqrt(sum(square for _, _, square in held)) or 1.0
        columns += [at for at, _, _ in held]
        values += [value / norm for _, value, _ in held]
        rows.append(len(columns))
    shape = len(runs.held), len(runs.number) + len(parts.number)
    return scipy.csr_matrix((values, columns, rows), shape=shape)


def _learn(table: Any, marks: Marks) -> tuple[Any, float]:
    """Weights of the table's columns, and bias, of one lesson."""
    taught = [at for at, marked in enumerate(marks) if marked is not None]
    model = library("sklearn.linear_model").LogisticRegression(
        C=FIRMNESS,
        class_weight="balanced",
        solver="liblinear",
        dual=True,  # the same weights in a twentieth of the time: there are more runs than examples
        max_iter=10_000,
        random_state=0,
    )
    model.fit(table[taught], [marks[at] for at in taught])
    return model.coef_[0], float(model.intercept_[0])
