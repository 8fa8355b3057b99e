"""The grammar of rule files (RULES.md) as pydantic models.

They say what may stand where; what names refer to and what texts mean is for :mod:`.scope` and the
modules that compile them.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from .bounds import MAX_NEAR, MAX_SETS, MAX_TURNS, MIN_EVERY_MS
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
    Ago,
    CaptureName,
    Context,
    ContextKey,
    Day,
    Duration,
    Link,
    Name,
    Names,
    Past,
    SetValue,
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


Likely = Annotated[float, Field(ge=0.001, le=0.999)]


class LikeModel(Strict):
    """Utterances like the examples of something: of what an agent ``does``, or of a need that they
    ``mean``; of several, any of them. ``likely``: how like, 0–1."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["does"]}, {"required": ["means"]}]}
    )

    does: Names | None = None
    means: Names | None = None
    likely: Likely


class SignalModel(Strict):
    """What one speaker said or did, at one moment."""

    speaker: Literal["customer", "agent", "any"] | None = None
    phrases: Phrases | None = None
    capture: Annotated[CaptureName | None, Field(alias="as")] = None
    patterns: Texts | None = None
    like: LikeModel | None = None
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
    history: Annotated[dict[Name, Ago], Field(min_length=1, max_length=10)] | None = None
    pace: PaceModel | None = None
    loudness: LoudnessModel | None = None
    silence: SilenceModel | None = None
    talk_ratio: TalkRatioModel | None = None
    interrupts: InterruptsModel | None = None
    long_turn: LongTurnModel | None = None
    repeats: RepeatsModel | None = None
    backchannel: Literal[True] | None = None
    fact: Wording | None = None


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

_TOLD = ("need", "ability", "hint")
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
    group: Names | None = None


class ValidModel(Strict):
    """Days of the calendar, both included: ``2026-10-01``."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None


class CardModel(Strict):
    """What goes out with the hint for whoever wants to read more."""

    title: Wording
    body: Wording | None = None
    link: Link | None = None


class ExamplesModel(Strict):
    """How like the examples of the rule's need an utterance is, 0–1: what is enough to open it
    whatever else is heard, what is needed whatever else is heard, and what is needed while the
    agent has been shown nothing in this call."""

    enough: Likely | None = None
    needed: Likely | None = None
    first: Likely | None = None


class RuleModel(Strict):
    """When to tell the agent what; or, without ``need``, to set the context or alert only."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": list(_TOLD)}, {"required": ["sets"]}, {"required": ["alert"]}]
        }
    )

    need: str | None = None
    ability: Ability | None = None
    when: ConditionModel
    examples: ExamplesModel | None = None
    met_by: ConditionModel | None = None
    steps: Annotated[list[StepModel], Field(min_length=1, max_length=10)] | None = None
    credit: Duration | None = None
    patience: PatienceModel | None = None
    hint: HintModel | None = None
    card: CardModel | None = None
    alert: Literal["supervisor"] | None = None
    sets: Annotated[dict[ContextKey, SetValue], Field(min_length=1, max_length=MAX_SETS)] | None = (
        None
    )
    escalate: EscalateModel | None = None
    cooldown: Duration | None = None
    max_per_call: UpTo | None = None
    once: bool = False
    supersedes: Names | None = None
    exclusive: Name | None = None
    applies_to: AppliesToModel | None = None
    valid: ValidModel | None = None
    mode: Literal["live", "shadow", "off"] = "live"


class TellingRuleModel(RuleModel):
    """A rule that tells the agent something."""

    need: str
    ability: Ability
    hint: HintModel


def rule_model(said: Any) -> type[RuleModel]:
    """The model of a rule that says ``said``: what tells the agent something lacks nothing."""
    silent = isinstance(said, dict) and "need" not in said and {"sets", "alert"} & said.keys()
    return RuleModel if silent else TellingRuleModel


# -- tests and the catalogue ---------------------------------------------------------------

Seconds = Annotated[float, Field(ge=0, le=86_400)]
ExpectState = Literal[
    "shown",
    "escalated",
    "open",
    "met",
    "undetermined",
    "retracted",
    "superseded",
    "expired",
    "alert",
    "shadow",
]


class ExpectModel(Strict):
    """Something that must happen in (``after``, ``by``], in seconds since the call began."""

    rule: str | None = None
    need: str | None = None
    context: Context | None = None
    fact: Annotated[dict[CaptureName, Text], Field(min_length=1)] | None = None
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
    group: str | None = None
    started_at: Day | None = None
    history: dict[Name, Past] = Field(default_factory=dict)
    context: dict[str, Any] = Field(default_factory=dict)


class RolesModel(Strict):
    """Signals of either speaker that only an agent gives, and that only a customer gives."""

    agent: Names | None = None
    customer: Names | None = None


class SubjectModel(Strict):
    """What the pack's calls are about: words that tell it, and how familiar to its examples talk
    without any of them has to be."""

    words: Texts
    familiar: Likely


NAME_PARTS = re.compile(r"[、，,；;（）()/]")
"""Between the names of one need."""


class NeedName(Strict):
    """What people call a need, in a few words; several names are parted by commas."""

    zh: str | None = Field(default=None, max_length=40)
    en: str | None = Field(default=None, max_length=40)

    @property
    def texts(self) -> tuple[str, ...]:
        """In every language that it has."""
        return tuple(text for text in (self.zh, self.en) if text)

    @property
    def first(self) -> dict[str, str]:
        """The first of its names in every language that it has."""
        names = (("zh", self.zh), ("en", self.en))
        return {lang: NAME_PARTS.split(text)[0].strip() for lang, text in names if text}


class NeedModel(Strict):
    """One need of the catalogue."""

    kind: Literal["emotion", "need", "agent"]
    name: NeedName = Field(default_factory=NeedName)
    meaning: str
    severity: Literal["low", "mid", "high", "critical"]
    systems: list[str] = Field(default_factory=list)
