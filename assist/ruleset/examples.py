"""What goes by examples: a rule's ``examples:``, and a signal's ``like:``."""

from __future__ import annotations

from typing import Literal

from assist.core.names import meant
from assist.core.rules import (
    AllOf,
    AnyOf,
    Condition,
    First,
    Heard,
    Judging,
    Signal,
    SignalSpeaker,
    Taught,
)

from .lessons import DOES
from .model import RuleModel, SignalModel
from .pack import Entry, folder_of
from .problems import Place
from .scope import Scope

TOGETHER_MS = 12_000
"""How far what a rule hears and the words that are like the examples may lie apart: what takes two
sentences to say is one moment of a call; what follows later is another."""


def by_examples(
    scope: Scope, entry: Entry[RuleModel], model: RuleModel, when: Condition
) -> Condition:
    """``when`` where the words are likely enough, or words that are enough by themselves.

    What is enough by itself counts once all of an utterance was heard: half a sentence may turn.
    """
    if model.examples is None:
        return when
    if model.examples.needed is not None:
        likely = _signal(scope, entry, model, "heard", model.examples.needed)
        when = AllOf((when, likely), TOGETHER_MS) if likely is not None else when
    if model.examples.enough is not None:
        told = _signal(scope, entry, model, "whole", model.examples.enough)
        when = AnyOf((when, told)) if told is not None else when
    return when


def first_of(scope: Scope, entry: Entry[RuleModel], model: RuleModel) -> First | None:
    """What a hint of the rule needs besides while nothing has been shown in a call."""
    if model.examples is None or model.examples.first is None:
        return None
    if model.examples.first <= (model.examples.needed or 0):
        scope.report.error(
            "R513",
            entry.at("examples", "first"),
            "the first hint of a call is asked for no more than any other",
            f"write more than {model.examples.needed}, or remove `first`",
        )
    likely = _signal(scope, entry, model, "heard", model.examples.first)
    return First(likely.name, TOGETHER_MS) if likely is not None else None


def like_of(
    scope: Scope, entry: Entry[SignalModel], model: SignalModel, speaker: SignalSpeaker
) -> Taught | None:
    """What a signal is heard by beside its phrases, once all of an utterance was heard."""
    like = model.like
    if like is None:
        return None
    if (like.does is None) == (like.means is None):
        scope.report.error(
            "R512",
            entry.key("like"),
            "`like` wants to know like examples of what",
            "write {does: what an agent does, likely: 0.5} or {means: a need, likely: 0.5}",
        )
        return None
    key: Literal["does", "means"] = "means" if like.does is None else "does"
    names, prefix = (like.means or [], "") if like.does is None else (like.does, DOES)
    home, place = folder_of(entry.place.file), entry.at("like", key)
    for name in names:
        whose = _whose(scope, home, prefix + name, place)
        if whose is None:
            return None
        if whose != speaker:
            scope.report.error(
                "R512",
                place,
                f"its examples are what the {whose} says, and `{entry.name}` is of the {speaker}",
                f"write `speaker: {whose}`, or choose other examples",
            )
    return Taught(home, tuple(prefix + name for name in names), like.likely, "final")


def _signal(
    scope: Scope, entry: Entry[RuleModel], model: RuleModel, when: Judging, least: float
) -> Heard | None:
    """Words as likely as that, noted among the signals; None, and reported, where nothing is
    known."""
    need, home = model.need or "", folder_of(entry.place.file)
    speaker = _whose(scope, home, need, entry.key("examples"))
    if speaker is None:
        return None
    name = f"examples:{home}:{need}:{when}:{least}"
    scope.taught[name] = Signal(
        name=name, speaker=speaker, on="partial", taught=Taught(home, (need,), least, when)
    )
    return Heard(name)


def _whose(
    scope: Scope, home: str, lesson: str, place: Place
) -> Literal["customer", "agent"] | None:
    """Whose utterances the lesson is about; None, and reported, where there is no such lesson."""
    speakers = scope.pack.lessons.get(home, {})
    for speaker, lessons in speakers.items():
        if lesson in lessons.names:
            return "agent" if speaker == "agent" else "customer"
    named = lesson.removeprefix(DOES)
    known = sorted(name for lessons in speakers.values() for name in lessons.names)
    near = meant(lesson, known)
    advice = "give examples and run `assist rules learn`"
    if near is not None:
        advice = f"did you mean `{near.removeprefix(DOES)}`?"
    what = f"no examples of `{named}` were learned" if known else f"`{home}` has no lessons"
    scope.report.error("R511", place, what, advice)
    return None
