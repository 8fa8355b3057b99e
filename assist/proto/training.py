"""The training room's connection, sans I/O: what a trainee may say, and how it is read.

What a trainee does in a call is a *move*. A rehearsal is its scenario and its moves: the same ones,
played again, are the same call. So the page keeps them (they come back masked, as ``moved``), gives
them with ``begin`` to go on after the connection was lost, and fewer of them to try a moment again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assist.core.events import DialLevel, Millis, Verdict

from .messages import Greeting, Incoming, Pong
from .session import MAX_REF, Session

MAX_ANSWER = 500
"""Characters of one answer: at a service line's pace, nearly two minutes of talk."""
MAX_TOOK_MS = 300_000
MAX_MOVES = 400
"""Of one rehearsal, which is over with the last of them."""

Pace = Annotated[float, Field(ge=0.5, le=4)]
"""How fast the customer speaks here; 1: as in life."""
Answered = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_ANSWER)
]


class TrainHello(Greeting):
    """First message of a trainee; either token will do."""

    type: Literal["hello"]


class Move(Incoming):
    """What a trainee does in the call. ``at`` counts only among the ``moves`` of ``begin``: ms
    since the call began; one that is past counts as now."""

    at: Millis = 0


class Answer(Move):
    """The trainee says something; words that begin while the customer speaks, talk over them."""

    type: Literal["say"]
    text: Answered
    took: Annotated[int, Field(ge=300, le=MAX_TOOK_MS)] | None = None
    """How long the words took to say, ms; null: as long as people take (typed answers)."""


class Verdicts(Move):
    """The trainee did something with a hint."""

    type: Literal["feedback"]
    hint: Annotated[str, Field(max_length=64)]
    verdict: Verdict


class Dials(Move):
    """The trainee wants to be told more, or less."""

    type: Literal["dial"]
    level: DialLevel


class Leave(Move):
    """The trainee ends the call; the result follows."""

    type: Literal["end"]


AnyMove = Answer | Verdicts | Dials | Leave


class Begin(Incoming):
    """Begin a rehearsal; one that is under way is dropped."""

    type: Literal["begin"]
    ref: Annotated[str, Field(max_length=MAX_REF)] | None = None
    """Yours: it comes back in the answer, or in the error."""
    scenario: Annotated[str, Field(min_length=1, max_length=200)]
    """An id that ``GET /v1/train/scenarios`` lists."""
    hints: bool = True
    """Whether hints are shown; who does not see them met unprompted whatever is met."""
    pressure: bool = False
    """Whether the call's clock runs while it is the trainee's turn."""
    pace: Pace = 1.0
    moves: Annotated[
        tuple[Annotated[AnyMove, Field(discriminator="type")], ...],
        Field(max_length=MAX_MOVES),
    ] = ()
    """Those made already, which are played at once."""


class Skip(Incoming):
    """Let the customer finish at once."""

    type: Literal["skip"]


class Pause(Incoming):
    """Let the call's clock stand still, or go on."""

    type: Literal["pause"]
    on: bool


class SetPace(Incoming):
    """Let the customer speak faster, or slower, from here on."""

    type: Literal["pace"]
    pace: Pace


TraineeSaid = TrainHello | Begin | AnyMove | Skip | Pause | SetPace | Pong

MODELS: Mapping[str, type[TraineeSaid]] = {
    "hello": TrainHello,
    "begin": Begin,
    "say": Answer,
    "feedback": Verdicts,
    "dial": Dials,
    "end": Leave,
    "skip": Skip,
    "pause": Pause,
    "pace": SetPace,
    "pong": Pong,
}


class TrainSession(Session[TraineeSaid]):
    """One trainee's side of the conversation."""

    def __init__(self, *, check: Callable[[str], bool], authorised: bool = False) -> None:
        """``check`` says whether a token is good; ``authorised``: a header showed one already."""
        super().__init__(MODELS, check=check, authorised=authorised)
