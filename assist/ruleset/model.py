"""The grammar of rule files (RULES.md) as pydantic models.

They say what may stand where; what names refer to and what texts mean is :mod:`.compile`'s. What
the rule language has and this version does not is in :data:`UNAVAILABLE`, so that it gets its own
error instead of "unknown key".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from .bounds import MAX_NEAR, MAX_TURNS, MIN_EVERY_MS
from .model_conditions import ConditionModel
from .model_manner import (
    InterruptsModel,
    LongTurnModel,
    LoudnessModel,
    PaceModel,
    RepeatsModel,
    SilenceModel,
    TalkRatioModel,
)
from .scalars import (
    Ability,
    CaptureName,
    Context,
    Duration,
    Name,
    Names,
    SpeakerName,
    Strict,
    Text,
    Texts,
    UpTo,
    Window,
    Wordings,
)

Chars = Annotated[int, Field(ge=1, le=MAX_NEAR)]
Unit = Annotated[float, Field(ge=0, le=1)]


def _list_or_mapping(value: Any) -> str:
    return "\0mapping" if isinstance(value, dict) else "\0list"


def _wording_or_languages(value: Any) -> str:
    return "\0languages" if isinstance(value, dict) else "\0wording"


Variants = Annotated[dict[Text, Texts], Field(min_length=1)]
Phrases = Annotated[
    Annotated[Texts, Tag("\0list")] | Annotated[Variants, Tag("\0mapping")],
    Discriminator(_list_or_mapping),
]


class ByLanguage(Strict):
    """The same wording in each language."""

    zh: Wordings | None = None
    en: Wordings | None = None


Wording = Annotated[
    Annotated[Wordings, Tag("\0wording")] | Annotated[ByLanguage, Tag("\0languages")],
    Discriminator(_wording_or_languages),
]


# -- signals -------------------------------------------------------------------------------


class NearModel(Strict):
    of: Texts
    within: Chars
    scope: Literal["utterance", "sentence", "clause"] = "utterance"


class SignalModel(Strict):
    """What one speaker said or did, at one moment."""

    speaker: Literal["customer", "agent", "any"] | None = None
    phrases: Phrases | None = None
    capture: Annotated[CaptureName | None, Field(alias="as")] = None
    patterns: Texts | None = None
    exceptions: Annotated[Texts | None, Field(alias="except")] = None
    near: NearModel | None = None
    not_near: NearModel | None = None
    negated: Literal["ignore", "only", "any"] = "any"
    asked: Literal["ignore", "only", "any"] = "any"
    quoted: Literal["ignore", "only", "any"] = "any"
    degree: bool | None = None
    sounds_like: Literal[True, False, "short"] = False
    dialect: Literal["yue", "wu", "sichuan", "northeast"] | None = None
    word: bool = False
    on: Literal["partial", "settled", "final"] = "settled"
    text: Literal["folded", "original"] = "folded"
    veto: Names | None = None
    weight: Annotated[float, Field(ge=0, le=10)] = 1.0
    emotion: Annotated[
        dict[Name, Literal["mild", "high", "severe", "spike", "eased"]] | None,
        Field(min_length=1, max_length=1),
    ] = None
    every: Annotated[Window, Field(ge=MIN_EVERY_MS)] | None = None
    context: Context | None = None
    pace: PaceModel | None = None
    loudness: LoudnessModel | None = None
    silence: SilenceModel | None = None
    talk_ratio: TalkRatioModel | None = None
    interrupts: InterruptsModel | None = None
    long_turn: LongTurnModel | None = None
    repeats: RepeatsModel | None = None
    backchannel: Literal[True] | None = None


class VetoModel(Strict):
    """Words that make a match near them not count: reported speech, others' affairs, praise …"""

    phrases: Texts
    before: Chars | None = None
    after: Chars | None = None
    scope: Literal["utterance", "sentence", "clause"] = "utterance"


class SpikeModel(Strict):
    rise: Annotated[float, Field(gt=0, le=1)]
    within: Window


class LevelsModel(Strict):
    mild: Unit | None = None
    high: Unit | None = None
    severe: Unit | None = None


class EmotionModel(Strict):
    """A meter: signals raise and calm it, time eases it."""

    speaker: SpeakerName
    half_life: Window
    levels: LevelsModel
    hysteresis: Annotated[float, Field(ge=0, le=0.5)] = 0.05
    spike: SpikeModel | None = None
    weights: Annotated[dict[str, Annotated[float, Field(ge=-1, le=1)]], Field(min_length=1)]


# -- rules ---------------------------------------------------------------------------------

PriorityName = Literal["notice", "advice", "urgent", "critical"]


class HintModel(Strict):
    """``priority`` left out: the severity of the need in the catalogue."""

    priority: PriorityName | None = None
    text: Wording | None = None
    say: Wording | None = None


class StepModel(Strict):
    name: Name
    met_by: ConditionModel
    text: Wording | None = None
    say: Wording | None = None


class PatienceModel(Strict):
    turns: Annotated[int, Field(ge=1, le=MAX_TURNS)] | None = None
    time: Window | None = None


class EscalateModel(Strict):
    after: Window
    priority: PriorityName | None = None
    text: Wording | None = None


class AppliesToModel(Strict):
    queue: Names | None = None
    language: Names | None = None


class RuleModel(Strict):
    """When to tell the agent what."""

    need: str
    ability: Ability
    when: ConditionModel
    met_by: ConditionModel | None = None
    steps: Annotated[list[StepModel], Field(min_length=1, max_length=10)] | None = None
    credit: Duration | None = None
    patience: PatienceModel | None = None
    hint: HintModel
    escalate: EscalateModel | None = None
    cooldown: Duration | None = None
    max_per_call: UpTo | None = None
    once: bool = False
    supersedes: Names | None = None
    exclusive: Name | None = None
    applies_to: AppliesToModel | None = None
    mode: Literal["live", "shadow", "off"] = "live"


# -- tests and the catalogue ---------------------------------------------------------------

Seconds = Annotated[float, Field(ge=0, le=86_400)]
ExpectState = Literal[
    "shown", "escalated", "open", "met", "undetermined", "retracted", "superseded", "expired"
]


class ExpectModel(Strict):
    """Something that must happen in (``after``, ``by``], in seconds since the call began."""

    rule: str | None = None
    need: str | None = None
    by: Seconds
    after: Seconds | None = None
    state: ExpectState | None = None
    met: bool = False
    step: Name | None = None


class TestModel(Strict):
    """A call, and what the agent must see. ``others: ignore`` lets other hints pass."""

    __test__ = False

    name: Annotated[str, Field(min_length=1, max_length=200)]
    call: str
    expect: list[ExpectModel]
    allow: Names | None = None
    others: Literal["fail", "ignore"] = "fail"
    todo: bool = False
    language: Literal["zh", "en"] | None = None
    queue: str | None = None
    context: dict[str, Any] = Field(default_factory=dict)


class NeedModel(Strict):
    """One need of the catalogue."""

    kind: Literal["emotion", "need", "agent"]
    meaning: str
    severity: Literal["low", "mid", "high", "critical"]
    systems: list[str] = Field(default_factory=list)


UNAVAILABLE: Mapping[type[Strict], frozenset[str]] = {
    SignalModel: frozenset({"history"}),
    RuleModel: frozenset({"valid", "sets", "alert", "card"}),
    AppliesToModel: frozenset({"group"}),
}
"""Keys of the rule language that this version cannot carry out yet."""
