"""What a simulated recogniser remembers of one leg, and how its messages are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assist.core.events import Fragment

Message = Any
"""A JSON value, or a line of text."""


@dataclass(slots=True)
class Leg:
    """Its stream's name and call, how many sentences and messages are over, what it has said of the
    sentence that is not, and what it repeats each time."""

    name: str
    sentences: int = 0
    said: str = ""
    messages: int = 0
    done: list[dict[str, Any]] = field(default_factory=list)
    language: str = "zh-CN"

    @property
    def call(self) -> str:
        """The call, of which the stream is one leg."""
        return self.name.rpartition("/")[0] or self.name


Encode = Callable[[Fragment, Leg], Message | None]
"""The message of a hypothesis; None where the vendor would say nothing."""
