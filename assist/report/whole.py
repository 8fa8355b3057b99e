"""A report as one JSON object, and back: what the archive keeps and the review page reads.

Feelings are columns (``{"at": [...], "level": [...], "meters": {name: [...]}}``) because a long
call has thousands of them; everything else has the fields of :mod:`.model`. An ability also tells
``asked`` and ``share``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import orjson
from pydantic import TypeAdapter

from .model import Feeling, Report, Score

DIGITS = 3
"""Decimals of a meter: a curve is a few hundred pixels high."""

_REPORT: TypeAdapter[Report] = TypeAdapter(Report)


def whole(report: Report) -> bytes:
    """The JSON of a report."""
    told = {field.name: getattr(report, field.name) for field in fields(report)}
    told["feelings"] = {who: _columns(curve) for who, curve in report.feelings.items()}
    told["abilities"] = {name: _score(score) for name, score in report.abilities.items()}
    return orjson.dumps(told)


def read_whole(text: bytes) -> Report:
    """The report again. Raises :class:`ValueError` for what :func:`whole` has not written."""
    told = orjson.loads(text)
    told["feelings"] = {who: _rows(columns) for who, columns in told["feelings"].items()}
    return _REPORT.validate_python(told)


def _score(score: Score) -> dict[str, Any]:
    counts = {field.name: getattr(score, field.name) for field in fields(score)}
    return {**counts, "asked": score.asked, "share": score.share}


def _columns(curve: Sequence[Feeling]) -> dict[str, Any]:
    meters = sorted({meter for feeling in curve for meter in feeling.meters})
    return {
        "at": [feeling.at for feeling in curve],
        "level": [feeling.level for feeling in curve],
        "meters": {
            meter: [round(feeling.meters.get(meter, 0.0), DIGITS) for feeling in curve]
            for meter in meters
        },
    }


def _rows(columns: Mapping[str, Any]) -> list[Feeling]:
    meters: Mapping[str, Sequence[float]] = columns["meters"]
    return [
        Feeling(at, {meter: values[n] for meter, values in meters.items()}, level)
        for n, (at, level) in enumerate(zip(columns["at"], columns["level"], strict=True))
    ]
