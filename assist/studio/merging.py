"""Two people changed one text: what both did together, where they did not touch the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where both changed the same lines; ``line`` counts from 1 in the text of theirs."""

    line: int
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """``text`` is None where there are conflicts."""

    text: str | None
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines ``[start, end)`` of the base became ``lines``."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Three-way, line by line. Edits that touch or adjoin are a conflict unless they are the same:
    two lines written next to each other may well be two halves of one thing."""
    old = base.splitlines(keepends=True)
    left = list(_edits(old, mine.splitlines(keepends=True)))
    right = list(_edits(old, theirs.splitlines(keepends=True)))
    merged: list[str] = []
    conflicts: list[Conflict] = []
    at, line = 0, 1
    while left or right:
        first = min((edits[0] for edits in (left, right) if edits), key=lambda e: (e.start, e.end))
        group_left, group_right, end = _together(first, left, right)
        merged += old[at : first.start]
        line += first.start - at
        ours = _apply(old, first.start, end, group_left)
        other = _apply(old, first.start, end, group_right)
        if group_left and group_right and ours != other:
            conflicts.append(Conflict(line, "".join(ours), "".join(other)))
        merged += ours if group_left else other
        line += len(other)
        at = end
    merged += old[at:]
    return Merged(None, tuple(conflicts)) if conflicts else Merged("".join(merged))


def _edits(old: Sequence[str], new: Sequence[str]) -> Iterator[_Edit]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield _Edit(start, end, tuple(new[new_start:new_end]))


def _together(
    first: _Edit, left: list[_Edit], right: list[_Edit]
) -> tuple[list[_Edit], list[_Edit], int]:
    """The edits of both sides that touch one another from ``first`` on, taken out of the lists;
    and where in the base they end."""
    taken: tuple[list[_Edit], list[_Edit]] = ([], [])
    end = first.end
    grown = True
    while grown:
        grown = False
        for edits, into in zip((left, right), taken, strict=True):
            while edits and edits[0].start <= end:
                edit = edits.pop(0)
                into.append(edit)
                end = max(end, edit.end)
                grown = True
    return taken[0], taken[1], end


def _apply(old: Sequence[str], start: int, end: int, edits: Sequence[_Edit]) -> list[str]:
    lines: list[str] = []
    at = start
    for edit in edits:
        lines += [*old[at : edit.start], *edit.lines]
        at = edit.end
    return [*lines, *old[at:end]]
