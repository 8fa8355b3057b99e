"""What a trainee is told. Typed dictionaries, as in :mod:`.outgoing`: what is sent, and what the
wire's specification is made from. Every time is in ms since the call began."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

_DOCUMENTED = ConfigDict(use_attribute_docstrings=True)


@with_config(_DOCUMENTED)
class TrainWelcome(TypedDict):
    """The token was good."""

    type: Literal["welcome"]


@with_config(_DOCUMENTED)
class Begun(TypedDict):
    """The answer to ``begin``; a snapshot follows, what was said in the moves given, and the
    call."""

    type: Literal["begun"]
    call: str
    scenario: str
    moments: int
    """How many the scenario has, without the goodbye."""
    digest: str
    """The rule set that it is played under."""
    ref: NotRequired[str]


@with_config(_DOCUMENTED)
class LineOut(TypedDict):
    """What the customer is about to say; the words come as ``transcript``, at the pace of
    speech."""

    type: Literal["line"]
    moment: int
    """From 0; one past the last: the goodbye."""
    text: str
    at: int
    until: int
    last: bool
    """What is answered to it ends the call."""


@with_config(_DOCUMENTED)
class TurnOut(TypedDict):
    """Whose turn it is, and whether the call's clock runs."""

    type: Literal["turn"]
    whose: Literal["customer", "agent", "over"]
    moment: int
    at: int
    runs: bool
    reason: NotRequired[Literal["completed", "left", "hung-up", "too-long"]]
    """Why it is over."""


@with_config(_DOCUMENTED)
class Paused(TypedDict):
    """The call's clock has been stopped, or goes on."""

    type: Literal["paused"]
    on: bool
    at: int


@with_config(_DOCUMENTED)
class Moved(TypedDict):
    """A move was made. Keep it: with it the call can be played again."""

    type: Literal["moved"]
    moment: int
    move: dict[str, Any]
    """As it is to be given in ``begin``: its time filled in, its text masked."""


@with_config(_DOCUMENTED)
class ResultOut(TypedDict):
    """How it went; after this the call is forgotten, and nothing of it was kept."""

    type: Literal["result"]
    call: str
    scenario: str
    report: dict[str, Any]
    """As a call's report: abilities, layers, needs, hints, feelings, lines."""
    moments: list[dict[str, Any]]
    """Each moment: what was said, what else could be, what it wanted and how that ended."""
    hints: bool
    met: int
    asked: int
    """Needs that were met, of those that came up."""
    markdown: str
    """The same to be kept, in the scenario's language."""


TRAIN_OUT = (TrainWelcome, Begun, LineOut, TurnOut, Paused, Moved, ResultOut)
"""All of them; beside these a trainee is sent what an overlay is sent of a call."""


@with_config(_DOCUMENTED)
class InBoth(TypedDict):
    """A text in both languages of the page."""

    zh: str
    en: str


@with_config(_DOCUMENTED)
class ScenarioOut(TypedDict):
    """Something to be practised."""

    id: str
    kind: Literal["scenario", "call"]
    """Written to be practised, or a call as it was: nothing in it depends on the trainee."""
    title: InBoth
    about: InBoth
    language: str
    trains: list[str]
    """Abilities."""
    difficulty: int
    """1 calm, 2 tense, 3 demanding."""
    minutes: int
    moments: int
    voice: dict[str, float]
    """How the customer sounds where a browser speaks: ``rate`` and ``pitch``; 1 is usual."""
    context: dict[str, Any]
    """What is known of the customer when the call comes."""


@with_config(_DOCUMENTED)
class ScenarioProblem(TypedDict):
    """Something wrong with a file of the folder that ``ASSIST_SCENARIOS`` names."""

    file: str
    line: int
    column: int
    message: str
    advice: str | None


@with_config(_DOCUMENTED)
class Scenarios(TypedDict):
    """What can be practised, the demanding ones first; ``problems`` are told to supervisors."""

    scenarios: list[ScenarioOut]
    problems: list[ScenarioProblem]
