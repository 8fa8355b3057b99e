"""What a trainee does. A rehearsal is its scenario and its moves: the same ones, played again, are
the same call, which is how one is resumed after the connection was lost, and retried from any
moment."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assist.core.events import DialLevel, Millis, Verdict

MAX_ANSWER = 500
"""Characters of one answer: at a service line's pace, nearly two minutes of talk."""
MAX_TOOK_MS = 300_000


class _Move(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    at: Millis = 0
    """Ms since the call began; one that is past counts as now."""


class Answer(_Move):
    """The trainee says something; words that begin while the customer speaks, talk over them."""

    do: Literal["say"]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(
        max_length=MAX_ANSWER
    )
    took: Annotated[int, Field(ge=300, le=MAX_TOOK_MS)] | None = None
    """How long the words took to say, ms; null: as long as people take (typed answers)."""


class Verdicts(_Move):
    """The trainee did something with a hint."""

    do: Literal["feedback"]
    hint: Annotated[str, Field(max_length=64)]
    verdict: Verdict


class Dials(_Move):
    """The trainee wants to be told more, or less."""

    do: Literal["dial"]
    level: DialLevel


class Leave(_Move):
    """The trainee ends the call."""

    do: Literal["end"]


Move = Annotated[Answer | Verdicts | Dials | Leave, Field(discriminator="do")]
