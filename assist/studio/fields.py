"""The fields of the form in which most rules can be read and written without knowing YAML."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assist.ruleset.model import PriorityName
from assist.ruleset.scalars import NAME_PATTERN, Ability

Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Texts = Annotated[list[Text], Field(max_length=500)]
Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=64)]
Span = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,3})?(ms|s|m|h)$")]
"""A duration as rule files have it: ``500ms``, ``12s``, ``2m``."""


class Strict(BaseModel):
    """No unknown fields, so that a slip of the page is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Wordings(Strict):
    """Alternatives by language; empty: none."""

    zh: Texts = Field(default_factory=list)
    en: Texts = Field(default_factory=list)


class Heard(Strict):
    """A signal: what its speaker says any of. ``signal``: its name; empty for a new one, which is
    named after the rule. ``editable``, ``shared`` and ``where`` are for the page and say whether
    the phrases may be edited here, which other rules listen to it, and in which file it stands."""

    signal: Name | Literal[""] = ""
    speaker: Literal["customer", "agent", "any"] = "customer"
    phrases: Texts = Field(default_factory=list)
    editable: bool = True
    shared: list[str] = Field(default_factory=list)
    where: str | None = None


class When(Strict):
    """Any of the signals."""

    mode: Literal["any"] = "any"
    signals: Annotated[list[Heard], Field(min_length=1, max_length=20)]


class Patience(Strict):
    """How long the agent may do it unasked: turns, a time, or whichever is first."""

    turns: Annotated[int, Field(ge=1, le=50)] | None = None
    time: Span | None = None


class Escalate(Strict):
    """When the hint becomes more pressing, how pressing, and in which words."""

    after: Span
    priority: PriorityName | None = None
    text: Wordings = Field(default_factory=Wordings)


class Fields(Strict):
    """One rule. ``when`` or ``unless`` is None where the rule says it in more than a form can hold:
    then it stays as it is written."""

    name: Name
    need: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    ability: Ability
    when: When | None
    unless: Annotated[list[Heard], Field(max_length=20)] | None = Field(default_factory=list)
    patience: Patience | None = None
    priority: PriorityName | None = None
    text: Wordings
    say: Wordings = Field(default_factory=Wordings)
    escalate: Escalate | None = None
    mode: Literal["live", "shadow", "off"] = "live"
    cooldown: Span | None = None
    once: bool = False


class FirstTest(Strict):
    """What a customer would say, and what the agent answers, so that the new rule has a test."""

    customer: Text
    agent: Text | None = None


class TooRich(Strict):
    """A part of a rule that the form cannot hold, and why, in both languages."""

    part: str
    zh: str
    en: str
