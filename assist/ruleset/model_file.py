"""The grammar of a whole file, and of site overrides: what a pack may change of another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .model import (
    AppliesToModel,
    CardModel,
    EmotionModel,
    EscalateModel,
    ExamplesModel,
    HintModel,
    NeedModel,
    PatienceModel,
    Phrases,
    RolesModel,
    RuleModel,
    SignalModel,
    SubjectModel,
    TestModel,
    ValidModel,
    VetoModel,
    Wording,
)
from .scalars import Duration, Name, Strict, Texts, UpTo


class ListOverride(Strict):
    """Texts that a list has beside its own, and texts that it has no more."""

    add: Texts | None = None
    drop: Texts | None = None


class SignalOverride(Strict):
    """Phrases that a signal hears beside its own, and phrases that it hears no more."""

    add: Phrases | None = None
    drop: Texts | None = None


class StepOverride(Strict):
    """What a step of a rule shows otherwise here, key by key."""

    text: Wording | None = None
    say: Wording | None = None


class RuleOverride(Strict):
    """What a rule says or does otherwise here; ``hint`` and each of the ``steps`` key by key, all
    else as a whole."""

    mode: Literal["live", "shadow", "off"] | None = None
    examples: ExamplesModel | None = None
    hint: HintModel | None = None
    steps: Annotated[dict[Name, StepOverride] | None, Field(min_length=1)] = None
    escalate: EscalateModel | None = None
    patience: PatienceModel | None = None
    cooldown: Duration | None = None
    max_per_call: UpTo | None = None
    applies_to: AppliesToModel | None = None
    valid: ValidModel | None = None
    card: CardModel | None = None


class OverridesModel(Strict):
    """Changes to other packs, by section and name."""

    lists: dict[Name, ListOverride] = Field(default_factory=dict)
    signals: dict[Name, SignalOverride] = Field(default_factory=dict)
    rules: dict[Name, RuleOverride] = Field(default_factory=dict)


class PackFile(Strict):
    """One rule file. Files of a pack merge."""

    lists: dict[Name, Texts] = Field(default_factory=dict)
    signals: dict[Name, SignalModel] = Field(default_factory=dict)
    vetoes: dict[Name, VetoModel] = Field(default_factory=dict)
    emotions: dict[Name, EmotionModel] = Field(default_factory=dict)
    rules: dict[Name, RuleModel] = Field(default_factory=dict)
    roles: RolesModel = Field(default_factory=RolesModel)
    subject: SubjectModel | None = None
    needs: dict[Name, NeedModel] = Field(default_factory=dict)
    overrides: OverridesModel = Field(default_factory=OverridesModel)
    tests: list[TestModel] = Field(default_factory=list)
