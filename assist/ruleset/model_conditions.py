"""The grammar of conditions: what `when` and `met_by` may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, TypeAdapter

from .bounds import MAX_TURNS
from .scalars import CaptureName, Context, LevelName, Names, SpeakerName, Strict, UpTo, Window


class AllModel(Strict):
    all: Annotated[list[ConditionModel], Field(min_length=1)]
    within: Window | None = None


class AnyModel(Strict):
    any: Annotated[list[ConditionModel], Field(min_length=1)]


class AtLeastModel(Strict):
    at_least: UpTo
    of: Annotated[list[ConditionModel], Field(min_length=1)]
    within: Window | None = None


class CountModel(Strict):
    count: str
    at_least: UpTo
    within: Window | None = None


class SequenceModel(Strict):
    sequence: Annotated[list[ConditionModel], Field(min_length=2)]
    within: Window | None = None
    same: CaptureName | None = None


class SinceTurns(Strict):
    turns: Annotated[int, Field(ge=1, le=MAX_TURNS)]


def _since(value: Any) -> str:
    return "\0turns" if isinstance(value, dict) else "\0since"


class AbsentModel(Strict):
    """``since``: a duration, ``{turns: N}``, ``call``, or the name of a signal."""

    absent: ConditionModel
    since: Annotated[
        Annotated[str, Tag("\0since")] | Annotated[SinceTurns, Tag("\0turns")],
        Discriminator(_since),
    ] = "call"


class NeedConditionModel(Strict):
    need: Names
    state: Literal["opened", "open", "met"] = "opened"


class EmotionConditionModel(Strict):
    emotion: str
    level: LevelName
    speaker: SpeakerName | None = None


class TurnsBody(Strict):
    speaker: SpeakerName
    last: Annotated[int, Field(ge=1, le=MAX_TURNS)]
    each: str | None = None
    none: str | None = None


class TurnsModel(Strict):
    turns: TurnsBody


class ContextConditionModel(Strict):
    context: Context


class DuringTime(Strict):
    first: Window | None = None
    after: Window | None = None


def _during(value: Any) -> str:
    return "\0time" if isinstance(value, dict) else "\0phase"


class DuringModel(Strict):
    during: Annotated[
        Annotated[Literal["opening", "closing"], Tag("\0phase")]
        | Annotated[DuringTime, Tag("\0time")],
        Discriminator(_during),
    ]


CONDITIONS: Mapping[str, type[Strict]] = {
    "all": AllModel,
    "any": AnyModel,
    "sequence": SequenceModel,
    "absent": AbsentModel,
    "need": NeedConditionModel,
    "emotion": EmotionConditionModel,
    "turns": TurnsModel,
    "context": ContextConditionModel,
    "during": DuringModel,
    "count": CountModel,
    "of": AtLeastModel,
}
"""The key that tells which condition it is, in the order looked for."""


def _condition(value: Any) -> str | None:
    if isinstance(value, dict):
        form = next((f"\0{key}" for key in CONDITIONS if key in value), None)
        return form or ("\0of" if "at_least" in value else None)
    return "\0name" if isinstance(value, str) else None


ConditionModel = Annotated[
    Annotated[str, Tag("\0name")]
    | Annotated[AllModel, Tag("\0all")]
    | Annotated[AnyModel, Tag("\0any")]
    | Annotated[SequenceModel, Tag("\0sequence")]
    | Annotated[AbsentModel, Tag("\0absent")]
    | Annotated[NeedConditionModel, Tag("\0need")]
    | Annotated[EmotionConditionModel, Tag("\0emotion")]
    | Annotated[TurnsModel, Tag("\0turns")]
    | Annotated[ContextConditionModel, Tag("\0context")]
    | Annotated[DuringModel, Tag("\0during")]
    | Annotated[CountModel, Tag("\0count")]
    | Annotated[AtLeastModel, Tag("\0of")],
    Discriminator(_condition),
]

for _model in (AllModel, AnyModel, AtLeastModel, SequenceModel, AbsentModel):
    _model.model_rebuild()

CONDITION: TypeAdapter[str | Strict] = TypeAdapter(ConditionModel)
"""Validates one condition by itself."""
