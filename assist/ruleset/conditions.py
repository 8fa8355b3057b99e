"""Conditions: from the grammar's models to what the engine evaluates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assist.core.listens import parts
from assist.core.rules import (
    WINDOW_MS,
    Absent,
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    Count,
    During,
    EmotionIs,
    Heard,
    HistoryIs,
    InOrder,
    NeedIs,
    Rule,
    Turns,
)

from .bounds import MAX_CONDITIONS
from .model import RuleModel
from .model_conditions import (
    AbsentModel,
    AllModel,
    AnyModel,
    AtLeastModel,
    ContextConditionModel,
    CountModel,
    DuringModel,
    EmotionConditionModel,
    NeedConditionModel,
    SequenceModel,
    SinceTurns,
    TurnsModel,
)
from .pack import Entry
from .patterns import groups_of
from .scalars import Strict, milliseconds
from .scope import Scope, context_tests
from .signals import check_level, history_of
from .tree import Path


@dataclass(slots=True)
class Conditions:
    """Compiles the conditions of one rule; ``path`` arguments lead to them within it."""

    scope: Scope
    entry: Entry[RuleModel]
    count: int = 0

    def compile(self, model: str | Strict, path: Path) -> Condition:
        """The compiled condition; what it gets wrong is reported."""
        self.count += 1
        if self.count > MAX_CONDITIONS:
            if self.count == MAX_CONDITIONS + 1:
                self.scope.report.error(
                    "R304",
                    self.entry.at(*path),
                    f"more than {MAX_CONDITIONS} conditions in one rule",
                    "name parts of it as needs of their own",
                )
            return ContextIs(())
        match model:
            case str():
                self._signal(model, path)
                return self._heard(model)
            case AllModel():
                return AllOf(self._several(model.all, (*path, "all")), _window(model.within))
            case AnyModel():
                return AnyOf(self._several(model.any, (*path, "any")))
            case AtLeastModel():
                return self._at_least(model, path)
            case CountModel():
                self._spoken(model.count, (*path, "count"))
                return Count(model.count, model.at_least, _window(model.within))
            case SequenceModel():
                return self._sequence(model, path)
            case AbsentModel():
                return self._absent(model, path)
            case NeedConditionModel():
                return self._need(model, path)
            case EmotionConditionModel():
                return self._emotion(model, path)
            case TurnsModel():
                return self._turns(model, path)
            case ContextConditionModel():
                return ContextIs(context_tests(model.context))
            case DuringModel():
                return self._during(model, path)
            case _:
                raise TypeError(f"no condition: {type(model).__name__}")

    def _heard(self, name: str) -> Condition:
        entry = self.scope.pack.signals.get(name)
        if entry is not None and entry.model is not None and entry.model.history:
            return HistoryIs(name, history_of(self.scope, entry, entry.model))
        return Heard(name)

    def _spoken(self, name: str, path: Path) -> None:
        """A signal that can be heard at one moment and at another."""
        self._signal(name, path)
        entry = self.scope.pack.signals.get(name)
        if entry is not None and entry.model is not None and entry.model.history:
            self.scope.report.error(
                "R412",
                self.entry.at(*path),
                f"`{name}` is known of earlier calls: it has no moment in this one",
                "use it by itself or in all: and any:",
            )

    def _several(self, models: Sequence[str | Strict], path: Path) -> tuple[Condition, ...]:
        return tuple(self.compile(model, (*path, index)) for index, model in enumerate(models))

    def _signal(self, name: str, path: Path) -> None:
        self.scope.known("signal", name, self.entry.at(*path))

    def _at_least(self, model: AtLeastModel, path: Path) -> Condition:
        of = self._several(model.of, (*path, "of"))
        if model.at_least > len(of):
            self.scope.report.error(
                "R501",
                self.entry.at(*path, "at_least"),
                f"{model.at_least} of {len(of)} can never be",
                "to ask for the same signal several times, write {count: NAME, at_least: N}",
            )
        return AtLeast(model.at_least, of, _window(model.within))

    def _sequence(self, model: SequenceModel, path: Path) -> Condition:
        of = self._several(model.sequence, (*path, "sequence"))
        if model.same is not None and model.same not in captures_of(self.scope, InOrder(of)):
            self.scope.report.error(
                "R403",
                self.entry.at(*path, "same"),
                f"no signal of this sequence captures `{model.same}`",
                "name it with `as:`, or by a group (?P<name>...) of a pattern",
            )
        return InOrder(of, _window(model.within), model.same)

    def _absent(self, model: AbsentModel, path: Path) -> Condition:
        of = self.compile(model.absent, (*path, "absent"))
        if isinstance(model.since, SinceTurns):
            return Absent(of, turns=model.since.turns)
        if model.since == "call":
            return Absent(of)
        if (ms := milliseconds(model.since)) is not None:
            return Absent(of, ms=ms)
        self._spoken(model.since, (*path, "since"))
        return Absent(of, since=model.since)

    def _need(self, model: NeedConditionModel, path: Path) -> Condition:
        places = [self.entry.at(*path, "need", index) for index in range(len(model.need))]
        return NeedIs(self.scope.need_ids(model.need, places), model.state)

    def _emotion(self, model: EmotionConditionModel, path: Path) -> Condition:
        speaker = model.speaker or "customer"
        if self.scope.known("emotion", model.emotion, self.entry.at(*path, "emotion")):
            check_level(self.scope, model.emotion, model.level, self.entry, *path, "level")
            meter = self.scope.pack.emotions[model.emotion].model
            whose = meter.speaker if meter is not None else speaker
            if model.speaker not in {None, whose}:
                self.scope.report.error(
                    "R402",
                    self.entry.at(*path, "speaker"),
                    f"`{model.emotion}` is an emotion of the {whose}, not of the {model.speaker}",
                    "leave speaker out",
                )
            speaker = whose
        return EmotionIs(model.emotion, model.level, speaker)

    def _turns(self, model: TurnsModel, path: Path) -> Condition:
        body = model.turns
        for key, name in (("each", body.each), ("none", body.none)):
            if name is not None:
                self._spoken(name, (*path, "turns", key))
        if body.each is None and body.none is None:
            self.scope.report.error(
                "R502",
                self.entry.at(*path, "turns"),
                "nothing is asked of these turns",
                "add `each: SIGNAL` or `none: SIGNAL`",
            )
        return Turns(body.speaker, body.last, body.each, body.none)

    def _during(self, model: DuringModel, path: Path) -> Condition:
        match model.during:
            case "opening":
                return During("opening")
            case "closing":
                self._closing(path)
                return During("closing")
            case time if time.first is not None and time.after is None:
                return During("first", time.first)
            case time if time.after is not None and time.first is None:
                return During("after", time.after)
            case _:
                self.scope.report.error(
                    "R502",
                    self.entry.at(*path, "during"),
                    "`during` takes one of first and after",
                    "{first: 30s} or {after: 3m}",
                )
                return During("opening")

    def _closing(self, path: Path) -> None:
        closing = self.scope.pack.signals.get("closing")
        if closing is None:
            self.scope.report.error(
                "R503",
                self.entry.at(*path, "during"),
                "no signal is named `closing`, so no call ever closes",
                "add a signal `closing` with what agents say at the end",
            )
        elif closing.model is not None and closing.model.speaker == "customer":
            self.scope.report.error(
                "R503", closing.at("speaker"), "`closing` is what the agent says", "speaker: agent"
            )
        else:
            self.scope.used["signal"].add("closing")


def _window(within: int | None) -> int:
    return WINDOW_MS if within is None else within


def happens(condition: Condition) -> bool:
    """Whether something that happens can make it true; a state or an absence alone cannot."""
    match condition:
        case AllOf(of) | AtLeast(_, of):
            return any(map(happens, of))
        case AnyOf(of):
            return all(map(happens, of))
        case InOrder(of):
            return happens(of[-1])
        case Absent():
            return False
        case NeedIs(_, state):
            return state != "open"
        case During(phase):
            return phase in {"closing", "after"}
        case _:
            return True


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """Every condition of the rule."""
    yield rule.when
    if rule.met_by is not None:
        yield rule.met_by
    for step in rule.steps:
        yield step.met_by


def waits_on(rule: Rule) -> frozenset[str]:
    """Ids of the needs that the rule looks at."""
    return frozenset(
        need
        for condition in conditions_of(rule)
        for part in parts(condition)
        if isinstance(part, NeedIs)
        for need in part.ids
    )


def captures_of(scope: Scope, condition: Condition) -> frozenset[str]:
    """Names that the signals in the condition capture."""
    found: set[str] = set()
    for part in parts(condition):
        if not isinstance(part, Heard | Count):
            continue
        entry = scope.pack.signals.get(part.name)
        if entry is None or entry.model is None:
            continue
        if entry.model.capture is not None:
            found.add(entry.model.capture)
        for pattern in entry.model.patterns or ():
            found |= groups_of(pattern)
    return frozenset(found)
