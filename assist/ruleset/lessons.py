"""The file of what examples taught a pack: read into what the engine judges by, and written.

One JSON object, beside the pack's rule files, made by ``assist rules learn`` and not by hand::

    {"format": 1, "examples": "<digest>",
     "speakers": {"customer": {"lessons": {"late-arrival": -3210},
                               "runs": {"到 账": [2310, 0, 4812]}}}}

``lessons``: bias by name (a need, or ``does:`` and what agents do); ``runs``: rarity, then number
of a lesson and weight in turns; ``parts``: of words in Latin script, likewise. All numbers are
thousandths, so that the same file judges alike on every machine.

Of thousands of examples that is ten megabytes: what is kept is the same by zlib and in base64, in
lines behind :data:`PACKED`. Both forms are read.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assist.core.lessons import Lessons, Run, side_by_side, tail_of

from .bounds import MAX_UNPACKED_LESSONS_BYTES
from .faults import first_fault
from .problems import Place
from .syntax import Unreadable

SUFFIX = ".lessons"
DOES = "does:"
"""Begins the name of a lesson about what agents do; the others are named by needs."""
_AGAIN = "make it again with `assist rules learn`"
PACKED = "lessons by zlib, in base64"
"""First line of a file whose object is packed."""
_LINE = 1_000
"""Characters in each other line."""

Thousandths = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


class SpeakerLessons(BaseModel):
    """What was learned of one speaker's words."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    lessons: Annotated[dict[str, Thousandths], Field(min_length=1, max_length=500)]
    runs: Annotated[dict[str, list[Thousandths]], Field(max_length=500_000)]
    parts: Annotated[dict[str, list[Thousandths]], Field(max_length=500_000)] = {}


class LessonsFile(BaseModel):
    """All of the file. ``examples``: the digest of what it was learned from."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format: Literal[1]
    examples: str
    speakers: dict[Literal["customer", "agent"], SpeakerLessons]


def read_lessons(file: str, text: str) -> LessonsFile:
    """Raises :class:`~.syntax.Unreadable` for what was not written by :func:`written` or
    :func:`packed`."""
    try:
        read = LessonsFile.model_validate_json(_unpacked(text))
    except (ValueError, zlib.error) as bad:
        fault = first_fault(bad) if isinstance(bad, ValidationError) else "it is damaged"
        told = f"no lessons that can be read: {fault}"
        raise Unreadable("R008", Place(file), told, _AGAIN) from bad
    for speaker, learned in read.speakers.items():
        for run in learned.runs:
            tail = tail_of(run)
            if tail and tail not in learned.runs:
                told = f"{speaker}: `{run[:20]}` is there without `{tail[:20]}`"
                raise Unreadable("R008", Place(file), told, _AGAIN)
        for run, numbers in (*learned.runs.items(), *learned.parts.items()):
            rarity, lessons = numbers[:1], numbers[1::2]
            fits = len(numbers) % 2 and rarity > [0] and len(lessons) == len(set(lessons))
            if not fits or any(not 0 <= n < len(learned.lessons) for n in lessons):
                told = f"{speaker}: the weights of `{run[:20]}` do not fit"
                raise Unreadable("R008", Place(file), told, _AGAIN)
    return read


@lru_cache(maxsize=16)
def lessons_of(file: str, text: str) -> Mapping[str, Lessons]:
    """By speaker, ready to judge. Raises as :func:`read_lessons` does."""
    return {
        speaker: Lessons(
            names=tuple(learned.lessons),
            biases=tuple(learned.lessons.values()),
            runs={run: _run(numbers) for run, numbers in learned.runs.items()},
            parts={part: _run(numbers) for part, numbers in learned.parts.items()},
        )
        for speaker, learned in read_lessons(file, text).speakers.items()
    }


def _run(numbers: list[int]) -> Run:
    rarity = numbers[0]
    each = zip(numbers[1::2], numbers[2::2], strict=True)
    return Run(rarity * rarity, side_by_side({n: rarity * weight for n, weight in each}))


def written(lessons: LessonsFile) -> str:
    """The text of the file, a run on each line, so that versions can be compared."""
    speakers = ",\n".join(
        f"{json.dumps(speaker)}: "
        f'{{"lessons": {json.dumps(learned.lessons)},\n"runs": {{\n{_each(learned.runs)}}},\n'
        f'"parts": {{\n{_each(learned.parts)}}}}}'
        for speaker, learned in lessons.speakers.items()
    )
    head = f'{{"format": {lessons.format}, "examples": {json.dumps(lessons.examples)},'
    return f'{head}\n"speakers": {{\n{speakers}\n}}}}\n'


def packed(lessons: LessonsFile) -> str:
    """The same in a third of the room, as it is kept."""
    body = b64encode(zlib.compress(written(lessons).encode(), 9)).decode()
    return "\n".join([PACKED, *(body[at : at + _LINE] for at in range(0, len(body), _LINE)), ""])


def _unpacked(text: str) -> str:
    """Raises :class:`ValueError` or :class:`zlib.error` for what is damaged, or too large."""
    first, _, body = text.partition("\n")
    if first != PACKED:
        return text
    unpacking = zlib.decompressobj()
    held = unpacking.decompress(
        b64decode(body.replace("\n", ""), validate=True), MAX_UNPACKED_LESSONS_BYTES
    )
    if not unpacking.eof:
        raise ValueError("cut off, or larger than it may be")
    return held.decode()


def _each(runs: Mapping[str, list[int]]) -> str:
    return ",\n".join(
        f"{json.dumps(run, ensure_ascii=False)}: {json.dumps(numbers, separators=(',', ':'))}"
        for run, numbers in runs.items()
    )
