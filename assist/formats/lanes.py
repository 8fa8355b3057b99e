"""What is remembered of the utterance that is being spoken, and of the channel it is spoken on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Open:
    """An utterance that has no final yet. ``first``, ``order``: the vendor's numbers of its first
    and its latest hypothesis, None where it gives none."""

    id: str
    lane: str
    revision: int = -1
    text: str = ""
    end: int | None = None
    stable: int | None = None
    first: int | None = None
    order: int | None = None


@dataclass(slots=True)
class Lane:
    """A channel whose utterances have no names. ``last``: a checksum of the last final's text;
    ``until``: its end in ms; ``newest``: the highest of the vendor's numbers; ``stream`` is what
    both belong to."""

    last: int | None = None
    until: int | None = None
    newest: int | None = None
    stream: str = ""
