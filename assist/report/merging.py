"""What rules tell apart and a reader should not: one need that several of them look after."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Need


def as_one(needs: Iterable[Need]) -> list[Need]:
    """Needs that came up, without those that are one: the same need, met by one act, or left
    standing till the end by several rules at once. The first stands for all, from when the earliest
    of them opened."""
    kept: dict[tuple[object, ...], Need] = {}
    for need in needs:
        first = kept.setdefault(_end(need), need)
        if first is not need:
            opened = [one.opened for one in (first, need) if one.opened is not None]
            first.opened = min(opened, default=None)
    return list(kept.values())


def _end(need: Need) -> tuple[object, ...]:
    """What two of one need have in common."""
    if need.met is not None:
        return need.id, "met", need.met
    if need.ended == "missed":
        return need.id, "missed"
    return need.id, need.ended, need.rule, need.opened
