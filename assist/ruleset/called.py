"""Needs by what people call them: which is meant where 丧亲 stands instead of `bereaved`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assist.core.names import meant

from .model import NAME_PARTS, NeedModel

SHORTEST = 2
"""Characters that a word has by which a need is looked for: one is in too many of them."""


def need_called(
    text: str, needs: Mapping[str, NeedModel], plain: Callable[[str], str]
) -> str | None:
    """The id of the need that people call so, or nearly so; None if there is none. ``plain``: makes
    texts comparable."""
    wanted = plain(text)
    if len(wanted) < SHORTEST:
        return None
    names = {
        plain(part): need
        for need, model in needs.items()
        for name in model.name.texts
        for part in NAME_PARTS.split(name)
        if part.strip()
    }
    if wanted in names:
        return names[wanted]
    near = [name for name in names if wanted in name or (len(name) >= SHORTEST and name in wanted)]
    if near:
        return names[min(near, key=lambda name: (abs(len(name) - len(wanted)), name))]
    if (alike := meant(wanted, names)) is not None:
        return names[alike]
    return next((need for need, model in needs.items() if wanted in plain(model.meaning)), None)
