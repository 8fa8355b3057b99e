"""A scenario: what the customer says, what each moment of it wants, and what a good answer sounds
like. The grammar of ``samples/training/*.yaml``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from assist.core.tongues import Language
from assist.ruleset.scalars import Ability, Context, Duration, LevelName, Names, Strict

PAUSE_MS = 600
"""Before the customer answers: a little longer than the 0.2 s usual between turns (Stivers et al.,
PNAS 2009), for somebody who has just been told something."""
MAX_MOMENTS = 40
MAX_VARIANTS = 8
MAX_INSISTS = 4
"""What a customer says who was not heard, at most, before the talk moves on."""

Kind = Literal["scenario", "call"]
"""Written to be practised, or a call as it was: nothing in it depends on the trainee."""

Spoken = Annotated[str, StringConstraints(min_length=1, max_length=600)]
"""What somebody says. ``{4s}`` is a silence in the middle of it."""


def _one(value: Any) -> Any:
    return {"say": value} if isinstance(value, str) else value


def _many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class Titled(Strict):
    """A text in both languages of the page."""

    zh: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class If(Strict):
    """All that is written must be true, of the call as the engine has heard it by now."""

    met: Names | None = None
    """These needs came up, and each was met."""
    unmet: Names | None = None
    """Any of these needs is not met."""
    heard: Names | None = None
    """The agent's latest answer gave any of these signals."""
    unheard: Names | None = None
    """The agent's latest answer gave none of these signals."""
    level: LevelName | None = None
    """The customer's emotion is at this level or above."""
    below: LevelName | None = None
    """The customer's emotion is below this level."""

    @model_validator(mode="after")
    def _asks_something(self) -> If:
        if not self.model_fields_set:
            message = "an `if` names at least one of met, unmet, heard, unheard, level, below"
            raise PydanticCustomError("context", message, {})
        return self


class Say(Strict):
    """One thing the customer may say."""

    when: If | None = Field(None, alias="if")
    say: Spoken
    pause: Duration = PAUSE_MS
    """Silence before it, ms."""
    rate: Annotated[float, Field(ge=0.4, le=2.0, strict=False)] = 1.0
    """How fast it is said; 2: twice as fast as people usually talk on service lines."""


def _last_is_for_all(says: list[Say]) -> list[Say]:
    if says[-1].when is not None:
        raise PydanticCustomError(
            "context", "the last variant must have no `if`: there is always something to say", {}
        )
    return says


_TEXT_OR_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_SAY_SCHEMA = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Say"}]}
OneSay = Annotated[Say, BeforeValidator(_one)]
"""Words alone, or with what is to be known of them."""
Variants = Annotated[
    list[OneSay],
    Field(min_length=1, max_length=MAX_VARIANTS),
    BeforeValidator(_many),
    WithJsonSchema({"anyOf": [*_SAY_SCHEMA["anyOf"], {"type": "array", "items": _SAY_SCHEMA}]}),
]
"""The first whose ``if`` is true is said."""
Answers = Annotated[
    list[Spoken],
    Field(min_length=1, max_length=6),
    BeforeValidator(_many),
    WithJsonSchema(_TEXT_OR_TEXTS),
]


class Moment(Strict):
    """The customer speaks, and an answer is wanted.

    While any of ``needs`` is not met, a customer who has something left in ``insists`` says that
    rather than go on.
    """

    customer: Variants
    aim: Titled | None = None
    """What a good answer does here, in a few kind words; for the page after the call."""
    needs: Annotated[
        list[str],
        BeforeValidator(_many),
        WithJsonSchema(_TEXT_OR_TEXTS),
    ] = Field(default_factory=list)
    good: Answers
    """What a good answer sounds like; the first also plays the scenario in the tests."""
    poor: Answers | None = None
    """What comes easily to the tongue here and does not help."""
    insists: Annotated[list[OneSay], Field(max_length=MAX_INSISTS)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _checked(self) -> Moment:
        _last_is_for_all(self.customer)
        if self.insists and not self.needs:
            message = "`insists` without `needs`: nothing says when the customer was heard"
            raise PydanticCustomError("context", message, {})
        return self


class Voice(Strict):
    """How the customer sounds where a browser speaks the words: factors, 1 is usual."""

    rate: Annotated[float, Field(ge=0.5, le=2.0, strict=False)] = 1.0
    pitch: Annotated[float, Field(ge=0.5, le=1.5, strict=False)] = 1.0


class Scenario(Strict):
    """One scenario as its file has it."""

    title: Titled
    about: Titled
    """The situation, as an agent would know it when picking up."""
    language: Language = "zh"
    trains: Annotated[list[Ability], Field(max_length=5)] = Field(default_factory=list)
    difficulty: Annotated[int, Field(ge=1, le=3)] = 2
    """1 calm, 2 tense, 3 demanding."""
    context: Context | None = None
    queue: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = None
    voice: Voice = Voice()
    greeting: Spoken | None = None
    """What the agent has said when the call begins; left out: the usual words."""
    silences: Annotated[list[Spoken], Field(max_length=4)] = Field(default_factory=list)
    """What the customer says into a long silence, one after another; left out: the usual words."""
    turns: Annotated[list[Moment], Field(min_length=1, max_length=MAX_MOMENTS)]
    ending: Variants
    """The customer's last words, after the last answer."""

    @model_validator(mode="after")
    def _checked(self) -> Scenario:
        _last_is_for_all(self.ending)
        return self
