"""Suggestions as a YAML patch: a file for one's own pack that adds phrases to others' signals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from .suggesting import Deaf

TURNS_TOLD = 5


def patch(deaf: Sequence[Deaf]) -> str:
    """The file. Every phrase stands on a line of its own with what speaks for it, so that what is
    not wanted is easily deleted; what has no signal to go to is told in comments."""
    lines = [
        "# Phrases near missed cues. Keep those that a stranger would say, too; delete the others.",
        "# cues, elsewhere: in how many missed turns, and in how many others, it was said.",
    ]
    by_signal: dict[str, list[Deaf]] = {}
    for one in deaf:
        if one.signal is not None and one.candidates:
            by_signal.setdefault(one.signal, []).append(one)
        else:
            lines += _without(one)
    if by_signal:
        lines += ["overrides:", "  signals:"]
    for signal, several in by_signal.items():
        lines += [f"    {signal}:"]
        lines += [f"      # {_missed(one)}" for one in several]
        lines += ["      add:"]
        lines += dict.fromkeys(line for one in several for line in _phrases(one))
    return "\n".join(lines) + "\n"


def _phrases(one: Deaf) -> Iterator[str]:
    for found in one.candidates:
        text = json.dumps(found.text, ensure_ascii=False)  # a JSON text is a YAML text
        yield f"        - {text}  # cues {found.cues}, elsewhere {found.others}, z {found.z:.1f}"


def _without(one: Deaf) -> Iterator[str]:
    yield f"# {_missed(one)}"
    why = "no phrase marks them"
    if one.signal is None:
        texts = ", ".join(found.text for found in one.candidates)
        why = f"no rule listens to the {one.speaker} for it; said there: {texts or 'nothing else'}"
    yield f"#   {why}"


def _missed(one: Deaf) -> str:
    turns = [f"{call} at {at:.1f}s" for call, at in one.turns[:TURNS_TOLD]]
    more = f" and {len(one.turns) - TURNS_TOLD} more" if len(one.turns) > TURNS_TOLD else ""
    return f"{one.need}: missed in {', '.join(turns)}{more}"
