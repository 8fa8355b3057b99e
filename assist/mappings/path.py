"""Where in a message something stands: ``$.result.text``, ``$.alternatives.0.text``,
``$.segments.*.text``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_STEP = re.compile(
    r"""\.(?P<name>[^\s.\[\]'"]+)|\[(?P<index>-?\d{1,6}|\*)\]|\[(['"])(?P<quoted>.{1,100}?)\3\]"""
)
_NUMBER = re.compile(r"-?\d{1,6}")
EACH = "*"


@dataclass(frozen=True, slots=True)
class Path:
    """``steps``: names of fields and places in lists, as they were written; ``each``: how many of
    them lead to the list of which every member is looked at, None where there is no ``*``."""

    text: str
    steps: tuple[str, ...]
    each: int | None = None

    @classmethod
    def parse(cls, text: str) -> Path:
        """Raises :class:`ValueError` with what is wrong."""
        if not text.startswith("$"):
            raise ValueError(f"begin with $, the whole message: $.{text.lstrip('.')}")
        steps, at = list[str](), 1
        while at < len(text):
            found = _STEP.match(text, at)
            if found is None:
                told = "write names with dots between them, such as $.result.text"
                raise ValueError(f"cannot be read from {text[at:][:20]!r} on; {told}")
            steps.append(found["name"] or found["index"] or found["quoted"])
            at = found.end()
        if steps.count(EACH) > 1:
            raise ValueError("only one * can stand in a path")
        return cls(text, tuple(steps), steps.index(EACH) if EACH in steps else None)

    @property
    def lists(self) -> tuple[str, ...] | None:
        """The steps to the list of which every member is looked at."""
        return None if self.each is None else self.steps[: self.each]

    def of(self, message: Any, member: Any = None) -> Any:
        """What stands there, None for nothing; ``member``: the member of the list that ``*`` means
        now."""
        if self.each is None:
            return follow(message, self.steps)
        return follow(member, self.steps[self.each + 1 :])


def follow(value: Any, steps: tuple[str, ...]) -> Any:
    """What the steps lead to from a value; None where there is nothing."""
    for step in steps:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and _NUMBER.fullmatch(step):
            place = int(step)
            value = value[place] if -len(value) <= place < len(value) else None
        else:
            return None
    return value
